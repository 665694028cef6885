/**
 * Parses signatures. The signature in Chromium's TypeErrors is also the rule that arguments are checked by:
 * `storage.get(optional [string|strings|object] keys, optional function callback)`. Two types are more exact than in
 * Chromium's text: `strings` is an array of strings, `integer≥15` an integer of 15 or more.
 * Source: Chromium extensions/renderer/bindings/api_signature.cc
 */
export interface Parameter {
  readonly name: string
  readonly isOptional: boolean
  /** The accepted types. A choice has more than one. */
  readonly types: readonly string[]
}

export interface Signature {
  /** The text that Chromium prints. */
  readonly text: string
  /** The parameters without the callback. */
  readonly parameters: readonly Parameter[]
  /** Whether the callback may be left out. A function without a callback returns its answer at once. */
  readonly callback: 'optional' | 'required' | 'none'
}

export function parseSignature(text: string): Signature {
  const parameters = text
    .slice(text.indexOf('(') + 1, -1)
    .split(', ')
    .filter((each) => each !== '')
    .map(parseParameter)
  const last = parameters.at(-1)
  const printed = text.replaceAll('strings', 'array').replace(/≥\d+/g, '')
  if (last?.types[0] !== 'function') return { text: printed, parameters, callback: 'none' }
  return { text: printed, parameters: parameters.slice(0, -1), callback: last.isOptional ? 'optional' : 'required' }
}

function parseParameter(text: string): Parameter {
  const words = text.split(' ')
  const [type = '', name = ''] = words.slice(-2)
  return { name, isOptional: words[0] === 'optional', types: type.replace(/[[\]]/g, '').split('|') }
}
