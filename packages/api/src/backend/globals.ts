/**
 * What this package takes from the runtime it finds itself in, and nothing else:
 * a browser, a worker, Node, Bun and Deno all have it, or a stand-in for it.
 */

/** The part of the global object that is read here; the optional ones are not everywhere. */
interface Host {
  readonly queueMicrotask: (task: () => void) => void
  readonly setTimeout: (task: () => void, milliseconds: number) => unknown
  readonly URL: new (url: string) => { readonly hostname: string }
  readonly console: { error(message: string): void }
  readonly setImmediate?: (task: () => void) => unknown
  readonly process?: {
    readonly nextTick?: (task: () => void) => void
    readonly _tickCallback?: () => void
    readonly getBuiltinModule?: (name: string) => { readonly drainMicrotasks?: () => void } | undefined
  }
  readonly MessageChannel?: new () => {
    readonly port1: { onmessage: (() => void) | null }
    readonly port2: { postMessage(message: null): void }
  }
}

export const host: Host = globalThis as unknown as Host
