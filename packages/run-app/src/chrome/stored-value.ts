/**
 * Converts a value to JSON as Chromium does before it stores it. Chromium does not call `toJSON`, so a Date becomes `{}`.
 * Functions, symbols and bigints are left out of an object, and become null in a list. Keys are sorted.
 * Source: Chromium content/renderer/v8_value_converter_impl.cc; measured on Chromium 156.
 */
import { ApiError } from './namespace.ts'

/** Copies a value without anything of its realm. Returns undefined if nothing of it is kept. */
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

/** Whether a value is an ArrayBuffer or a SharedArrayBuffer of any realm. */
function isArrayBuffer(value: object): boolean {
  const tag = Object.prototype.toString.call(value)
  return tag === '[object ArrayBuffer]' || tag === '[object SharedArrayBuffer]'
}
