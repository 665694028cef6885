/**
 * Describes a syntax error of acorn in the words of V8, so that Chromium's message is shown.
 * Source: V8, src/common/message-template.h
 */
import type { Position } from './module-source.ts'

interface AcornError extends SyntaxError {
  readonly pos: number
  readonly loc: Position
}

/**
 * V8's words for acorn's, which `»` and the source at the error follow. `$1` is the text of the first group. The first entry
 * that matches counts.
 */
const translations: readonly (readonly [acorn: RegExp, v8: string])[] = [
  [/^Duplicate export 'default'/, "Identifier '.default' has already been declared"],
  [/^Duplicate export '([^']*)'/, "Duplicate export of '$1'"],
  [/^(Export '[^']*' is not defined)/, '$1 in module'],
  [/^(Identifier '[^']*' has already been declared)/, '$1'],
  [/^(Private field '[^']*' must be declared in an enclosing class)/, '$1'],
  [/^Duplicate attribute key '([^']*)'/, "Import attribute has duplicate key '$1'"],
  [/^Binding (eval|arguments) in strict mode/, 'Unexpected eval or arguments in strict mode'],
  [/^Assigning to (eval|arguments) in strict mode/, 'Unexpected eval or arguments in strict mode'],
  [/^Assigning to rvalue/, 'Invalid left-hand side in assignment'],
  [/^The keyword 'await' is reserved/, 'Unexpected reserved word'],
  [/^Cannot use (keyword )?'await'/, 'Unexpected reserved word'],
  [/^The keyword '[^']*' is reserved/, 'Unexpected strict mode reserved word'],
  [/^'return' outside of function/, 'Illegal return statement'],
  [/^'with' in strict mode/, 'Strict mode code may not include a with statement'],
  [/^Deleting local variable in strict mode/, 'Delete of an unqualified identifier in strict mode.'],
  [/^Unterminated regular expression/, 'Invalid regular expression: missing /'],
  [/^(Duplicate|Invalid) regular expression flag/, 'Invalid regular expression flags'],
  [/^Unterminated template/, 'Unexpected end of input'],
  [
    /^(Unterminated (string|comment)|Unexpected character|Expecting Unicode|Identifier directly)/,
    'Invalid or unexpected token',
  ],
  [/^'new.target' can only be used/, 'new.target expression is not allowed here'],
  [/^('super' keyword outside|super\(\) call outside|Invalid use of 'super')/, "'super' keyword unexpected here"],
  [/^Argument name clash/, 'Duplicate parameter name not allowed in this context'],
  [/^Multiple default clauses/, 'More than one default clause in switch statement'],
  [/^Missing catch or finally clause/, 'Missing catch or finally after try'],
  [/^Duplicate constructor in the same class/, 'A class may only have one constructor'],
  [/^Redefinition of __proto__/, 'Duplicate __proto__ fields are not allowed in object literals'],
  [/^Comma is not permitted after the rest element/, 'Rest element must be last element'],
  [/^Illegal newline after throw/, 'Illegal newline after throw'],
  [/^Code point out of bounds/, 'Undefined Unicode code-point'],
  [/^getter should have no params/, 'Getter must not have any formal parameters.'],
  [/^Invalid number.*»0[0-7]/, 'Octal literals are not allowed in strict mode.'],
  [/^Invalid number.*»0\d/, 'Decimals with leading zeros are not allowed in strict mode.'],
  [/^Invalid number/, 'Invalid or unexpected token'],
  [/^Unexpected keyword '([^']*)'/, "Unexpected token '$1'"],
  [/^(for-(?:of|in) loop variable declaration may not have an initializer)/, '$1.'],
  [/^A string literal cannot be/, "String literal module export names must be followed by a 'from' clause"],
  [/^An export name cannot include a lone/, 'Invalid module export name: contains unpaired surrogate'],
  [/^Numeric separator must be/, 'Only one underscore is allowed as numeric separator'],
  [/^Unsyntactic break.*»break\s+(\w+)/, "Undefined label '$1'"],
  [/^Unsyntactic break/, 'Illegal break statement'],
  [/^Unsyntactic continue/, 'Illegal continue statement: no surrounding iteration statement'],
]

/** V8's words for a token that it did not expect, by the beginning of the source at the token. */
const tokens: readonly (readonly [token: RegExp, v8: string])[] = [
  [/^$/, 'Unexpected end of input'],
  [/^(?:<!--|-->)/, 'HTML comments are not allowed in modules'],
  [/^`/, 'Unexpected template string'],
  [/^["']/, 'Unexpected string'],
  [/^\.?\d/, 'Unexpected number'],
  [
    /^(?:let|static|implements|interface|package|private|protected|public|yield)\b/,
    'Unexpected strict mode reserved word',
  ],
  [/^(?:await|enum)\b/, 'Unexpected reserved word'],
  [/^(?:eval|arguments)\b/, 'Unexpected eval or arguments in strict mode'],
  [
    /^((?:break|case|catch|class|const|continue|debugger|default|delete|do|else|export|extends|false|finally|for|function|if|import|in|instanceof|new|null|return|super|switch|this|throw|true|try|typeof|var|void|while|with)\b)/,
    "Unexpected token '$1'",
  ],
  [/^([\p{ID_Start}$_][\p{ID_Continue}$]*)/u, "Unexpected identifier '$1'"],
  [/^(>>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=)/, "Unexpected token '$1'"],
  [/^(=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.|\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|<<|>>|\*\*)/, "Unexpected token '$1'"],
  [/^([{}()[\];,<>+\-*/%&|^!~?:=.])/, "Unexpected token '$1'"],
]

/** The message in V8's words, or acorn's where none are known, and the place of the error. */
export function describeSyntaxError(error: SyntaxError, source: string): { message: string; position: Position } {
  const { message, pos, loc } = error as AcornError
  const words = message.replace(/ \(\d+:\d+\)$/, '')
  const rest = source.slice(pos)
  const find = tokenFinders.find(([beginning]) => words.startsWith(beginning))?.[1]
  const translation =
    find === undefined ? translated(`${words} »${rest}`, translations) : translated(find(rest), tokens)
  return { message: translation ?? words, position: loc }
}

/** Acorn's errors that V8 describes by a token, with functions that find it. */
const tokenFinders: readonly (readonly [acorn: string, find: (rest: string) => string])[] = [
  ['Unexpected token', (rest) => rest],
  ['The only valid meta property for import', (rest) => rest],
  // V8 expects `import(` and `import.meta` here, so the token behind `import` is the wrong one.
  ["'import' and 'export' may only", (rest) => rest.replace(/^import\s*/, '')],
]

function translated(text: string, table: readonly (readonly [RegExp, string])[]): string | undefined {
  const found = table.find(([pattern]) => pattern.test(text))
  if (found === undefined) return undefined
  const [pattern, words] = found
  return words.replace('$1', () => pattern.exec(text)?.[1] ?? '')
}
