/**
 * Parses JSON as Chromium does in a manifest and in `messages.json`. It accepts comments, line breaks in strings and the
 * escape `\x41`; it refuses trailing commas. The texts of errors are those of Chromium's parser.
 * Source: Chromium base/json/json_reader.h (JSON_PARSE_CHROMIUM_EXTENSIONS), which is
 * https://docs.rs/serde_json_lenient (src/{de,read,error}.rs); measured on Chromium 156.
 */

/** The parsed value, or the error of a text that is not JSON: `trailing comma at line 1 column 55`. */
export type JsonResult = { readonly value: unknown } | { readonly error: string }

export function parseJson(text: string): JsonResult {
  const parser = new Parser(text)
  try {
    return { value: parser.parse() }
  } catch (error) {
    if (error instanceof JsonError) return { error: `${error.message} ${position(text, error)}` }
    throw error
  }
}

class JsonError extends Error {
  /** The number of code units that were read. */
  readonly end: number
  /** Whether the next character, which does not fit, is in the position that is reported. */
  readonly looksAhead: boolean

  constructor(message: string, end: number, looksAhead: boolean) {
    super(message)
    this.end = end
    this.looksAhead = looksAhead
  }
}

/** The position of an error in words. Lines and columns count from 1, columns in bytes of UTF-8. */
function position(text: string, { end, looksAhead }: JsonError): string {
  const lines = text.slice(0, end).split('\n')
  const column = Buffer.byteLength(lines.at(-1) as string) + (looksAhead && end < text.length ? 1 : 0)
  return `at line ${lines.length} column ${column}`
}

/** The greatest number of lists and objects that contain each other. */
const mostNested = 199

const space = /[ \t\n\r]*/y
const lineComment = /\/\/[^\n]*/y
/**
 * Matches the characters that stand for themselves in a string: no quote, no backslash, no control character but a line
 * break.
 */
const plainCharacters = /[\n\r -!#-[\]-\u{10ffff}]*/uy
const digits = /\d*/y
const words: Readonly<Record<string, readonly [string, unknown]>> = {
  n: ['null', null],
  t: ['true', true],
  f: ['false', false],
}
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

class Parser {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  parse(): unknown {
    const value = this.#value(0)
    if (this.#next() !== undefined) throw this.#unfit('trailing characters')
    return value
  }

  #value(depth: number): unknown {
    const first = this.#next()
    if (first === undefined) throw this.#unfit('EOF while parsing a value')
    if (first === '"') return this.#string()
    if (first === '-' || isDigit(first)) return this.#number()
    const word = words[first]
    if (word !== undefined) return this.#word(...word)
    if (first !== '[' && first !== '{') throw this.#unfit('expected value')
    if (depth === mostNested) throw this.#unfit('recursion limit exceeded')
    return first === '[' ? this.#list(depth + 1) : this.#object(depth + 1)
  }

  #list(depth: number): unknown[] {
    const values: unknown[] = []
    this.#at += 1
    while (this.#hasMore(']', values.length === 0, 'a list')) values.push(this.#value(depth))
    return values
  }

  #object(depth: number): object {
    const entries: [string, unknown][] = []
    this.#at += 1
    while (this.#hasMore('}', entries.length === 0, 'an object')) {
      if (this.#next() !== '"') throw this.#unfit('key must be a string')
      const key = this.#string()
      const colon = this.#next()
      if (colon !== ':') throw this.#unfit(colon === undefined ? 'EOF while parsing an object' : 'expected `:`')
      this.#at += 1
      entries.push([key, this.#value(depth)])
    }
    // An entry may be named `__proto__`. If a name occurs twice, the last entry counts.
    return Object.fromEntries(entries)
  }

  /** Whether an element follows. Reads the comma before the element, or the end of the list. */
  #hasMore(end: string, isFirst: boolean, open: string): boolean {
    const next = this.#next()
    if (next === undefined) throw this.#unfit(`EOF while parsing ${open}`)
    if (next === end) this.#at += 1
    if (next === end || isFirst) return next !== end
    if (next !== ',') throw this.#unfit(`expected \`,\` or \`${end}\``)
    this.#at += 1
    const first = this.#next()
    if (first === undefined) throw this.#unfit(`EOF while parsing ${open}`)
    if (first === end) throw this.#unfit('trailing comma')
    return true
  }

  #word(word: string, value: unknown): unknown {
    for (const letter of word) {
      const read = this.#take()
      if (read === undefined) throw this.#failed('EOF while parsing a value')
      if (read !== letter) throw this.#failed('expected ident')
    }
    return value
  }

  #number(): number {
    const from = this.#at
    if (this.#peek() === '-') this.#at += 1
    if (!isDigit(this.#peek())) {
      this.#at += 1
      throw this.#failed('invalid number')
    }
    const startsWithZero = this.#take() === '0'
    if (startsWithZero && isDigit(this.#peek())) throw this.#unfit('invalid number')
    this.#skip(digits)
    if (this.#peek() === '.') {
      this.#at += 1
      this.#digits()
    }
    if (/[eE]/.test(this.#peek() ?? '')) {
      this.#at += 1
      if (/[+-]/.test(this.#peek() ?? '')) this.#at += 1
      this.#digits()
    }
    const value = Number(this.#text.slice(from, this.#at))
    if (!Number.isFinite(value)) throw this.#failed('number out of range')
    return value
  }

  #digits(): void {
    const next = this.#peek()
    if (!isDigit(next)) throw this.#unfit(next === undefined ? 'EOF while parsing a value' : 'invalid number')
    this.#skip(digits)
  }

  #string(): string {
    let value = ''
    this.#at += 1
    for (;;) {
      value += this.#skip(plainCharacters)
      const next = this.#take()
      if (next === '"') return value
      if (next === undefined) throw this.#failed('EOF while parsing a string')
      if (next !== '\\') throw this.#failed('control character (\\u0000-\\u001F) found while parsing a string')
      value += this.#escape()
    }
  }

  #escape(): string {
    const letter = this.#take()
    if (letter === undefined) throw this.#failed('EOF while parsing a string')
    if (letter === 'x') return String.fromCharCode(this.#hexadecimal(2))
    if (letter === 'u') return this.#codeUnits()
    const character = escapes[letter]
    if (character === undefined) throw this.#failed('invalid escape')
    return character
  }

  /** Reads the digits of `\u`: one code unit, or a pair of surrogates. */
  #codeUnits(): string {
    const unit = this.#hexadecimal(4)
    if (unit < 0xd800 || unit > 0xdfff) return String.fromCharCode(unit)
    if (unit > 0xdbff) throw this.#failed('lone leading surrogate in hex escape')
    for (const expected of ['\\', 'u']) {
      if (this.#take() !== expected) throw this.#failed('unexpected end of hex escape')
    }
    const second = this.#hexadecimal(4)
    if (second < 0xdc00 || second > 0xdfff) throw this.#failed('lone leading surrogate in hex escape')
    return String.fromCharCode(unit, second)
  }

  #hexadecimal(length: number): number {
    const text = this.#text.slice(this.#at, this.#at + length)
    this.#at += text.length
    if (text.length < length) throw this.#failed('EOF while parsing a string')
    if (!/^[\dA-Fa-f]*$/.test(text)) throw this.#failed('invalid escape')
    return Number.parseInt(text, 16)
  }

  /** Skips white space and comments. Returns the next character without reading it. */
  #next(): string | undefined {
    for (;;) {
      this.#skip(space)
      if (this.#peek() !== '/') return this.#peek()
      const kind = this.#text[this.#at + 1]
      if (kind === '/') this.#skip(lineComment)
      else if (kind === '*') this.#skipBlockComment()
      else {
        this.#at += 1
        throw this.#unfit('expected `/` or `*` after `/`')
      }
    }
  }

  #skipBlockComment(): void {
    const end = this.#text.indexOf('*/', this.#at + 2)
    this.#at = end < 0 ? this.#text.length : end + 2
    if (end < 0) throw this.#failed('EOF while parsing a block comment')
  }

  #peek(): string | undefined {
    return this.#text[this.#at]
  }

  #take(): string | undefined {
    const character = this.#peek()
    if (character !== undefined) this.#at += 1
    return character
  }

  /** Reads the characters that `pattern`, which is sticky, matches here. */
  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const [text] = pattern.exec(this.#text) as RegExpExecArray
    this.#at += text.length
    return text
  }

  /** Makes the error for a next character, or an end, that does not fit. */
  #unfit(message: string): JsonError {
    return new JsonError(message, this.#at, true)
  }

  /** Makes the error for a character that was read and does not fit. */
  #failed(message: string): JsonError {
    return new JsonError(message, this.#at, false)
  }
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9'
}
