/** The arguments of `import()`. Source: https://tc39.es/ecma262/#sec-evaluate-import-call; the messages are V8's */
import type { Attributes } from './module-source.ts'

/** Makes a specifier a string. Throws a TypeError for a symbol, and the exception of a `toString`. */
export function textOf(value: unknown): string {
  if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string')
  return `${value as string}`
}

/** Reads the attributes in the second argument. Throws a TypeError if they are none. */
export function attributesOf(options: unknown): Attributes {
  if (options === undefined) return []
  if (!isObject(options)) throw new TypeError('The second argument to import() must be an object')
  const { with: attributes } = options as { readonly with?: unknown }
  if (attributes === undefined) return []
  if (!isObject(attributes)) throw new TypeError("The 'with' option must be an object")
  const entries = Object.entries(attributes)
  if (entries.every((each): each is [string, string] => typeof each[1] === 'string')) return entries
  throw new TypeError('Import attribute value must be a string')
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
