/**
 * Functions as data: the signature that stands in Chromium's TypeErrors is what arguments are checked by.
 * `storage.get(optional [string|strings|object] keys, optional function callback)`. Two things are written more exactly than
 * Chromium prints them: `strings` is an array of strings, `integer≥15` an integer of 15 or more.
 * Source: Chromium extensions/renderer/bindings/api_signature.cc
 */
export interface Parameter {
  readonly name: string
  readonly isOptional: boolean
  /** More than one for a choice. */
  readonly types: readonly string[]
}

export interface Signature {
  readonly text: string
  /** Without the callback. */
  readonly parameters: readonly Parameter[]
  /** Whether an answer may go to a callback, must, or is given at once by the call itself. */
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
