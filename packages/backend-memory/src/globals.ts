/**
 * The globals that this package uses. A browser, a worker, Node, Bun and Deno have them. The package takes them when it
 * loads, because an old app may later replace `Set`, `Promise` or `setTimeout`.
 */
interface Timers {
  readonly setTimeout: (task: () => void, milliseconds: number) => unknown
  readonly clearTimeout: (timer: unknown) => void
  readonly performance: { now(): number }
}

const host = globalThis as unknown as Timers
const { performance } = host

/** The timers of the runtime. In a browser they must be called on the global object. */
export const setTimeout: Timers['setTimeout'] = host.setTimeout.bind(globalThis)
export const clearTimeout: Timers['clearTimeout'] = host.clearTimeout.bind(globalThis)
/** The time in milliseconds, from any origin. */
export const now: () => number = performance.now.bind(performance)

export const Map: MapConstructor = globalThis.Map
export type Map<Key, Value> = globalThis.Map<Key, Value>
export const Promise: PromiseConstructor = globalThis.Promise
export type Promise<Value> = globalThis.Promise<Value>
export const Set: SetConstructor = globalThis.Set
export type Set<Value> = globalThis.Set<Value>
export const ArrayBuffer: ArrayBufferConstructor = globalThis.ArrayBuffer
export type ArrayBuffer = globalThis.ArrayBuffer
export const Uint8Array: Uint8ArrayConstructor = globalThis.Uint8Array
export type Uint8Array<Buffer extends ArrayBufferLike = ArrayBufferLike> = globalThis.Uint8Array<Buffer>
