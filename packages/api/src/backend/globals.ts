/**
 * The globals that this package uses. It takes them when it loads, because an app may redefine them later, as old
 * libraries do. A module that uses a static method takes it itself, with a `const`.
 *
 * Browsers, workers, Node, Bun and Deno have all of them, or a substitute for an optional one.
 */

interface Process {
  readonly platform?: string
  readonly versions?: { readonly v8?: string; readonly deno?: string; readonly bun?: string; readonly node?: string }
  readonly nextTick?: (task: () => void) => void
  readonly _tickCallback?: () => void
  readonly getBuiltinModule?: (name: string) => { readonly drainMicrotasks?: () => void } | undefined
}

interface MessageChannelLike {
  readonly port1: { onmessage: (() => void) | null }
  readonly port2: { postMessage(message: null): void }
}

/** The globals that ECMAScript does not define. */
interface Host {
  readonly URL: new (url: string) => { readonly hostname: string }
  readonly console: { error(message: string): void }
  readonly queueMicrotask: (task: () => void) => void
  readonly setTimeout: (task: () => void, milliseconds: number) => unknown
  readonly clearTimeout: (timer: unknown) => void
  readonly setImmediate?: (task: () => void) => unknown
  readonly process?: Process
  readonly Buffer?: { allocUnsafeSlow(size: number): Uint8Array<ArrayBuffer> }
  readonly MessageChannel?: new () => MessageChannelLike
}

const host = globalThis as unknown as Host

export const ArrayBuffer: ArrayBufferConstructor = globalThis.ArrayBuffer
export const Error: ErrorConstructor = globalThis.Error
export const Promise: PromiseConstructor = globalThis.Promise
export const Set: SetConstructor = globalThis.Set
export const TypeError: TypeErrorConstructor = globalThis.TypeError
export const Uint8Array: Uint8ArrayConstructor = globalThis.Uint8Array

export const URL: Host['URL'] = host.URL
export const console: Host['console'] = host.console
export const queueMicrotask: Host['queueMicrotask'] = host.queueMicrotask
export const setTimeout: Host['setTimeout'] = host.setTimeout
export const clearTimeout: Host['clearTimeout'] = host.clearTimeout
export const setImmediate: Host['setImmediate'] = host.setImmediate
export const MessageChannel: Host['MessageChannel'] = host.MessageChannel
/** A module takes the functions of `process` when it loads, too. */
export const process: Process | undefined = host.process
export const Buffer: Host['Buffer'] = host.Buffer
