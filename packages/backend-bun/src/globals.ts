/**
 * The globals that this package uses. It takes them when it loads, because an old app may later replace `Set` or
 * `performance`.
 */
const { performance } = globalThis

/** The time in milliseconds, from any origin. */
export const now: () => number = performance.now.bind(performance)

export const queueMicrotask: (task: () => void) => void = globalThis.queueMicrotask

export const ArrayBuffer: ArrayBufferConstructor = globalThis.ArrayBuffer
export type ArrayBuffer = globalThis.ArrayBuffer
export const Set: SetConstructor = globalThis.Set
export type Set<Value> = globalThis.Set<Value>
export const Uint8Array: Uint8ArrayConstructor = globalThis.Uint8Array
export type Uint8Array<Buffer extends ArrayBufferLike = ArrayBufferLike> = globalThis.Uint8Array<Buffer>

export const setImmediate: (task: () => void) => unknown = globalThis.setImmediate
export const entriesOf: typeof Object.entries = Object.entries
export const TextEncoder: new () => { encode(text: string): globalThis.Uint8Array } = globalThis.TextEncoder
