/**
 * Everything that this package uses of the global object, taken when it loads: an app may redefine any of it later, and old
 * libraries do. Static methods are taken where they are used, by a `const` of the module.
 *
 * A browser, a worker, Node, Bun and Deno have all of it, or something in its place where it is optional.
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
/** Its functions are to be taken when a module loads, too. */
export const process: Process | undefined = host.process
export const Buffer: Host['Buffer'] = host.Buffer
