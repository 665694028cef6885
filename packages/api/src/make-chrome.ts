/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Makes an app's own `chrome` from a backend, a TLS provider and answers. It shares nothing with other apps. The caller
 * chooses its namespaces.
 */
import { Error, Promise } from './backend/globals.ts'
import type { Backend, TlsProvider } from './backend/contract.ts'
import { afterMicrotasks } from './backend/turn/turns.ts'
import { Answers } from './bindings/answers.ts'
import { contextKeeper, keepsContextByDefault } from './bindings/async-context.ts'
import type { Runtime } from './bindings/last-error.ts'
import type { NamespaceHost } from './bindings/namespace.ts'
import { WriteQuota } from './policy/write-quota.ts'
import type { ManifestPermissions } from './policy/permissions.ts'
import type { ManifestSockets } from './policy/sockets-manifest.ts'
import { registeredBackend, registeredTls, requireBackend, requireTls } from './registry.ts'

const { asyncDispose } = Symbol
const { defineProperty } = Reflect

/** The options of `createChrome`. Each is optional if a backend is registered. */
export interface ChromeOptions {
  /** The transport. The default is the last registered backend, which is looked up on first use. */
  readonly backend?: Backend
  /** The TLS provider for `secure`. The default is the last registered provider. */
  readonly tls?: TlsProvider
  /**
   * The app's permissions for `chrome.socket`, as in its manifest: `{ socket: ['tcp-connect:*:443'] }`. Without this
   * option and `sockets`, everything is allowed. With `sockets` only, nothing of `chrome.socket` is allowed.
   */
  readonly permissions?: ManifestPermissions
  /**
   * The app's permissions for `chrome.sockets`, as in its manifest: `{ tcp: { connect: '*:443' } }`. Without this
   * option and `permissions`, everything is allowed. With `permissions` only, nothing of `chrome.sockets` is allowed.
   */
  readonly sockets?: ManifestSockets
  /**
   * Whether a callback runs in the AsyncLocalStorage context of the call that it answers. The default is true in Node
   * 26 and Bun, where it costs 3 % and 1 % of the CPU of a ping-pong, and false in Node 20 to 24, where it costs 4 %,
   * and in Deno, where it costs 7 µs per call.
   */
  readonly asyncContext?: boolean
}

/** The members that each `chrome` has, besides its namespaces. `await using` closes it. */
export interface ChromeBase extends AsyncDisposable {
  /** Holds `lastError` during a callback. */
  readonly runtime: Runtime

  /**
   * Destroys every socket of this app, as `destroy` and `close` do. The promise is fulfilled when their callbacks have
   * been called. Later calls throw `Extension context invalidated.`
   * @errors Cannot fail. A second call returns the same promise.
   * @example
   * import { createChrome } from '@chrome-socket/api'
   * import { memoryBackend } from '@chrome-socket/backend-memory'
   *
   * const chrome = createChrome({ backend: memoryBackend() })
   * await chrome.close()
   */
  close(): Promise<void>
}

/** The parts that the namespaces of one app share. */
export interface App {
  readonly backend: Backend
  readonly tls: TlsProvider | undefined
  readonly quota: WriteQuota
}

/** A namespace of one app, and the function that closes its sockets. */
export interface MadeNamespace<Namespace> {
  readonly namespace: Namespace
  readonly closeSockets: () => void
}

/**
 * The id of every app here: 32 letters from a to p, as Chrome's are. Old code concludes from its absence that the page
 * is not an app.
 */
const extensionId = 'abcdefghijklmnopabcdefghijklmnop'

/**
 * Makes a `chrome` on a new or existing `runtime`. `makeNamespaces` returns its namespaces. Throws a TypeError for a
 * backend or a TLS provider without the interface it needs.
 */
export function makeChrome<Namespaces extends object>(
  runtime: Runtime,
  options: ChromeOptions,
  makeNamespaces: (app: App, host: NamespaceHost) => MadeNamespace<Namespaces>,
): Namespaces & ChromeBase {
  if (options.backend !== undefined) requireBackend('createChrome: `backend`', options.backend)
  if (options.tls !== undefined) requireTls('createChrome: `tls`', options.tls)
  const answers = new Answers(runtime)
  const app: App = {
    get backend() {
      return options.backend ?? requiredBackend()
    },
    get tls() {
      return options.tls ?? registeredTls()
    },
    quota: new WriteQuota(),
  }
  let closed: Promise<void> | undefined
  const { namespace, closeSockets } = makeNamespaces(app, {
    answers,
    isClosed: () => closed !== undefined,
    keepContext: contextKeeper(options.asyncContext ?? keepsContextByDefault),
  })
  const close = (): Promise<void> =>
    (closed ??= new Promise((resolve) => {
      const outer = answers.enterCall()
      closeSockets()
      answers.leaveCall(outer)
      afterMicrotasks(() => {
        answers.stop()
        resolve()
      })
    }))
  giveId(runtime)
  return {
    ...namespace,
    runtime,
    close,
    // Not every browser has the symbol yet.
    ...((asyncDispose ? { [asyncDispose]: close } : {}) as unknown as AsyncDisposable),
  }
}

/** Sets the id, unless the runtime has one already or is frozen. */
function giveId(runtime: { id?: string }): void {
  if (runtime.id === undefined)
    defineProperty(runtime, 'id', { value: extensionId, enumerable: true, configurable: true, writable: true })
}

function requiredBackend(): Backend {
  const backend = registeredBackend()
  if (backend === undefined) {
    throw new Error(
      'chrome.socket has no backend: import @chrome-socket/backend-node/register, or @chrome-socket/backend-bun/register in Bun, ' +
        'or give one to createChrome.',
    )
  }
  return backend
}
