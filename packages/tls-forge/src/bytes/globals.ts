/**
 * The parts of the global object that this package uses after it has loaded. It takes them once, because an app may
 * redefine any of them later, as old libraries do.
 */
interface Host {
  readonly TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> }
  readonly queueMicrotask: (task: () => void) => void
  readonly setTimeout: (task: () => void, milliseconds: number) => unknown
  readonly setImmediate?: (task: () => void) => unknown
  readonly process?: { readonly getBuiltinModule?: (name: string) => unknown }
  readonly crypto?: Crypto
}

interface Crypto {
  readonly subtle?: unknown
  getRandomValues(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>
}

const host = globalThis as unknown as Host

export const ArrayBuffer: ArrayBufferConstructor = globalThis.ArrayBuffer
export const DataView: DataViewConstructor = globalThis.DataView
export const Date: DateConstructor = globalThis.Date
export const Error: ErrorConstructor = globalThis.Error
export const Map: MapConstructor = globalThis.Map
export const Promise: PromiseConstructor = globalThis.Promise
export const Set: SetConstructor = globalThis.Set
export const TypeError: TypeErrorConstructor = globalThis.TypeError
export const Uint8Array: Uint8ArrayConstructor = globalThis.Uint8Array
export const Uint16Array: Uint16ArrayConstructor = globalThis.Uint16Array
export const Uint32Array: Uint32ArrayConstructor = globalThis.Uint32Array
export const TextEncoder: Host['TextEncoder'] = host.TextEncoder
export const queueMicrotask: Host['queueMicrotask'] = host.queueMicrotask
export const setTimeout: Host['setTimeout'] = host.setTimeout
export const setImmediate: Host['setImmediate'] = host.setImmediate
export const process: Host['process'] = host.process
/** An old app's own `crypto`, such as CryptoJS, has no random numbers. */
export const crypto: Host['crypto'] = host.crypto

/** An app may have its own `Buffer`. */
export const hostBuffer: unknown = (globalThis as { readonly Buffer?: unknown }).Buffer

export const promiseAll: typeof Promise.all = Promise.all.bind(Promise)
export const promiseResolve: typeof Promise.resolve = Promise.resolve.bind(Promise)
export const currentTime: () => number = Date.now.bind(Date)
/** `Array.from`, which Prototype.js replaces. */
export const arrayFrom: typeof Array.from = Array.from.bind(Array)
export const textOf: typeof String.fromCharCode = String.fromCharCode
