/**
 * JSON as Chromium reads a manifest and `messages.json`: comments may stand in it, trailing commas may not.
 * Source: Chromium base/json/json_reader.h (JSON_PARSE_CHROMIUM_EXTENSIONS); the texts are those of its parser, serde_json.
 */
import { parse, printParseErrorCode } from 'jsonc-parser'
import type { ParseError } from 'jsonc-parser'

/** What was read, or what Chromium says of a text that is no JSON: `trailing comma at line 1 column 55`. */
export type JsonResult = { readonly value: unknown } | { readonly error: string }

export function parseJson(text: string): JsonResult {
  const errors: ParseError[] = []
  const value: unknown = parse(text, errors, { disallowComments: false, allowTrailingComma: false })
  const first = errors[0]
  return first === undefined ? { value } : { error: `${problem(text, first)} ${position(text, first)}` }
}

function isAtEnd(text: string, { offset, length }: ParseError): boolean {
  return text.slice(offset + length).trim() === '' && text.slice(offset).trim() === ''
}

/** serde_json says what was open when the text ended. */
function problem(text: string, error: ParseError): string {
  if (isAtEnd(text, error)) {
    const open = openAtEnd(text)
    return open === undefined ? 'EOF while parsing a value' : `EOF while parsing ${open}`
  }
  const before = text.slice(0, error.offset).trimEnd()
  switch (printParseErrorCode(error.error)) {
    case 'PropertyNameExpected':
      return isAfterComma(text, error.offset) ? 'trailing comma' : 'key must be a string'
    case 'ValueExpected':
      return isAfterComma(text, error.offset) ? 'trailing comma' : 'expected value'
    case 'ColonExpected':
      return 'expected `:`'
    case 'CommaExpected':
    case 'CloseBraceExpected':
      return openAtEnd(text.slice(0, error.offset)) === 'a list' ? 'expected `,` or `]`' : 'expected `,` or `}`'
    case 'CloseBracketExpected':
      return 'expected `,` or `]`'
    case 'EndOfFileExpected':
      return 'trailing characters'
    case 'InvalidNumberFormat':
      return 'invalid number'
    case 'InvalidEscapeCharacter':
      return 'invalid escape'
    case 'InvalidCharacter':
      return 'control character (\\u0000-\\u001F) found while parsing a string'
    default:
      if (openAtEnd(before) === undefined && before !== '') return 'trailing characters'
      return openAtEnd(before) === 'an object' && /[{,]$/.test(before) ? 'key must be a string' : 'expected value'
  }
}

function isAfterComma(text: string, offset: number): boolean {
  return /,\s*$/.test(text.slice(0, offset)) && /^[}\]]/.test(text.slice(offset))
}

/** The innermost object or list that is still open where `text` ends. */
function openAtEnd(text: string): 'an object' | 'a list' | undefined {
  const open: string[] = []
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|\/\/.*|\/\*[^]*?\*\/|[{}[\]]/g)) {
    if (token === '{' || token === '[') open.push(token)
    else if (token === '}' || token === ']') open.pop()
  }
  const last = open.at(-1)
  return last === undefined ? undefined : last === '{' ? 'an object' : 'a list'
}

/** Lines and columns count from 1; the column is that of the last character read. */
function position(text: string, error: ParseError): string {
  const read = isAtEnd(text, error) ? text : text.slice(0, error.offset + 1)
  const lines = read.split('\n')
  return `at line ${lines.length} column ${(lines.at(-1) as string).length}`
}
