/**
 * The globals that this package takes from its runtime, and nothing else: a browser, a worker, Node, Bun and Deno all have
 * them, or a stand-in for them.
 *
 * They are taken once, when this module loads. An app that replaces `URL`, `setTimeout` or `process` later, as apps of 2013
 * do with their polyfills, then changes nothing here.
 */

/** The part of the global object that is read here. An optional member is not there in every runtime. */
interface Host {
  readonly queueMicrotask: (task: () => void) => void
  readonly setTimeout: (task: () => void, milliseconds: number) => unknown
  readonly clearTimeout: (timer: unknown) => void
  readonly URL: new (url: string) => { readonly hostname: string }
  readonly console: { error(message: string): void }
  readonly setImmediate?: (task: () => void) => unknown
  readonly process?: HostProcess
  readonly Buffer?: { allocUnsafeSlow(size: number): Uint8Array<ArrayBuffer> }
  readonly MessageChannel?: new () => {
    readonly port1: { onmessage: (() => void) | null }
    readonly port2: { postMessage(message: null): void }
  }
}

interface HostProcess {
  readonly platform?: string
  readonly versions?: { readonly v8?: string }
  readonly nextTick?: (task: () => void) => void
  readonly _tickCallback?: () => void
  readonly getBuiltinModule?: (name: string) => { readonly drainMicrotasks?: () => void } | undefined
}

const found = globalThis as unknown as Host

/** In a browser these fail unless they are called on the global object. */
function bound<Member extends ((...given: never[]) => unknown) | undefined>(member: Member): Member {
  return member?.bind(globalThis) as Member
}

export const host: Host = {
  queueMicrotask: bound(found.queueMicrotask),
  setTimeout: bound(found.setTimeout),
  clearTimeout: bound(found.clearTimeout),
  URL: found.URL,
  console: found.console,
  ...(found.setImmediate !== undefined && { setImmediate: bound(found.setImmediate) }),
  ...(found.process !== undefined && { process: found.process }),
  ...(found.Buffer !== undefined && { Buffer: found.Buffer }),
  ...(found.MessageChannel !== undefined && { MessageChannel: found.MessageChannel }),
}
