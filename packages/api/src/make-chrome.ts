/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Makes an app's own `chrome` from a backend, a TLS provider and answers. Another app sees nothing of it. The caller chooses its
 * namespaces.
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

/** The options of `createChrome`. None is needed where a backend registers itself. */
export interface ChromeOptions {
  /** The transport. By default the one that was registered last, which is looked up when it is first needed. */
  readonly backend?: Backend
  /** The TLS provider for `secure`. By default the one that was registered last, if any. */
  readonly tls?: TlsProvider
  /**
   * The app's permissions for `chrome.socket`, as in its manifest: `{ socket: ['tcp-connect:*:443'] }`. Everything is allowed
   * where neither this nor `sockets` is given, and nothing where only `sockets` is.
   */
  readonly permissions?: ManifestPermissions
  /**
   * The app's permissions for `chrome.sockets`, as in its manifest: `{ tcp: { connect: '*:443' } }`. Everything is allowed where
   * neither this nor `permissions` is given, and nothing where only `permissions` is.
   */
  readonly sockets?: ManifestSockets
  /**
   * Whether a callback runs in the AsyncLocalStorage context of the call that it answers. On by default in Node 26 and Bun, where
   * it takes 3 % and 1 % of the CPU of a ping-pong. Off by default in Node 20 to 24, where it takes 4 %, and in Deno, where a call
   * takes 7 µs more.
   */
  readonly asyncContext?: boolean
}

/** An app's part that each `chrome` has, whatever its namespaces. `await using` closes it. */
export interface ChromeBase extends AsyncDisposable {
  /** Has `lastError`, during a callback. */
  readonly runtime: Runtime

  /**
   * Destroys every socket of this app, as `destroy` and `close` would; the promise is fulfilled once that is answered.
   * Calls from then on throw `Extension context invalidated.`
   * @errors Cannot fail. A second call gives the same promise.
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

/** The id of every app here: 32 letters from a to p, as Chrome's are. Old code takes its absence for a page that is no app. */
const extensionId = 'abcdefghijklmnopabcdefghijklmnop'

/**
 * Makes a `chrome` on a `runtime` that may be there already. `makeNamespaces` gives its namespaces. Throws a TypeError for a
 * backend or a TLS provider that is none.
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

/** A runtime that has an id keeps it. One that is frozen has none. */
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
