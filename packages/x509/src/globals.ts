/**
 * The parts of the global object that this package uses, among them built-ins that old libraries replace. They are
 * taken when the package loads, because an app may redefine any of them later.
 */
interface Host {
  readonly TextDecoder: new (
    label?: string,
    options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean },
  ) => { decode(bytes: Uint8Array): string }
  readonly TextEncoder: new () => { encode(text: string): Uint8Array }
  readonly atob: (text: string) => string
  readonly btoa: (text: string) => string
  readonly setTimeout: (task: () => void, milliseconds: number) => unknown
}

const host = globalThis as unknown as Host

export const Date: DateConstructor = globalThis.Date
export const Map: MapConstructor = globalThis.Map
export const Promise: PromiseConstructor = globalThis.Promise
export const Set: SetConstructor = globalThis.Set
export const Uint8Array: Uint8ArrayConstructor = globalThis.Uint8Array
export const TextDecoder: Host['TextDecoder'] = host.TextDecoder
export const TextEncoder: Host['TextEncoder'] = host.TextEncoder
export const atob: Host['atob'] = host.atob
export const btoa: Host['btoa'] = host.btoa
export const setTimeout: Host['setTimeout'] = host.setTimeout

/** `Array.from`, which Prototype.js replaces. */
export const arrayFrom: typeof Array.from = Array.from.bind(Array)
export const promiseAll: typeof Promise.all = Promise.all.bind(Promise)
export const currentTime: () => number = Date.now.bind(Date)
export const isFinite: typeof Number.isFinite = Number.isFinite
export const textOf: typeof String.fromCharCode = String.fromCharCode
