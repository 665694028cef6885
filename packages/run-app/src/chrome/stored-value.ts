/**
 * What Chromium keeps of a value that it stores or sends as JSON: it asks no `toJSON`, so a Date is `{}`; functions, symbols and
 * bigints are left out of an object and null in a list; keys come out in order.
 * Source: Chromium content/renderer/v8_value_converter_impl.cc; measured on Chromium 156.
 */
import { ApiError } from './namespace.ts'

/** A copy without anything of the realm that `value` is from. Undefined where nothing is kept. */
export function storedValue(value: unknown, parents: readonly object[] = []): unknown {
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\ufffd') : value
    case 'number':
      return Number.isFinite(value) ? value + 0 : undefined
    case 'object':
      break
    default:
      return undefined
  }
  if (value === null || parents.includes(value)) return null
  if (ArrayBuffer.isView(value) || isArrayBuffer(value)) throw new ApiError('Cannot serialize value to JSON')
  const inside = [...parents, value]
  if (Array.isArray(value)) return Array.from(value, (each: unknown) => storedValue(each, inside) ?? null)
  const kept = Object.keys(value)
    .toSorted()
    .map((key) => [key, storedValue((value as Record<string, unknown>)[key], inside)] as const)
  return Object.fromEntries(kept.filter(([, each]) => each !== undefined))
}

/** Of any realm. */
function isArrayBuffer(value: object): boolean {
  const tag = Object.prototype.toString.call(value)
  return tag === '[object ArrayBuffer]' || tag === '[object SharedArrayBuffer]'
}
