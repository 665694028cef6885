/// <reference lib="esnext.disposable" preserve="true" />
/**
 * `createChrome`: an app's own `chrome`, with a backend, a TLS provider, and nothing that another app could see.
 */
import type { Backend, TlsProvider } from './backend/contract.ts'
import type { ChromeSocket } from './namespaces/socket/chrome-socket.ts'
import { Answers } from './bindings/answers.ts'
import { makeSocketNamespace } from './namespaces/socket/socket-namespace.ts'
import type { SocketApp } from './namespaces/socket/socket-app.ts'
import type { Runtime } from './bindings/last-error.ts'
import { permissionCheck } from './policy/permissions.ts'
import type { ManifestPermissions } from './policy/permissions.ts'
import { requireBackend, requireTls } from './provided.ts'
import { registeredBackend, registeredTls } from './registry.ts'
import { SocketTable } from './sockets/socket-table.ts'
import { afterMicrotasks } from './backend/turn.ts'
import { WriteQuota } from './policy/write-quota.ts'

/** Nothing here need be given where a backend registers itself. */
export interface ChromeOptions {
  /** The transport. By default the one that was registered last, which is looked up when it is first needed. */
  readonly backend?: Backend
  /** What `secure` uses. By default the one that was registered last, if any. */
  readonly tls?: TlsProvider
  /** What the app may do, as in its manifest: `{ socket: ['tcp-connect:*:443'] }`. By default everything. */
  readonly permissions?: ManifestPermissions
}

/** What `createChrome` makes: `chrome`, as far as sockets go, of one app. `await using` closes it. */
export interface Chrome extends AsyncDisposable {
  readonly socket: ChromeSocket
  /** Has `lastError`, during a callback. */
  readonly runtime: Runtime
  /**
   * Destroys every socket of this app, as `destroy` would; the promise is fulfilled once that is answered.
   * Calls from then on throw `Extension context invalidated.`
   */
  close(): Promise<void>
}

/**
 * Makes a `chrome` for one app: its own ids, lastError, permissions and quota. Throws a TypeError for malformed permissions,
 * and for what is no backend or TLS provider.
 */
export function createChrome(options: ChromeOptions = {}): Chrome {
  return createChromeOn({}, options)
}

/** The same, with lastError on a `runtime` that is there already. */
export function createChromeOn(runtime: Runtime, options: ChromeOptions): Chrome {
  if (options.backend !== undefined) requireBackend('createChrome: `backend`', options.backend)
  if (options.tls !== undefined) requireTls('createChrome: `tls`', options.tls)
  const answers = new Answers(runtime)
  const app: SocketApp = {
    get backend() {
      return options.backend ?? requiredBackend()
    },
    get tls() {
      return options.tls ?? registeredTls()
    },
    sockets: new SocketTable(),
    quota: new WriteQuota(),
    isAllowed: permissionCheck(options.permissions),
  }
  let closed: Promise<void> | undefined
  const close = (): Promise<void> =>
    (closed ??= new Promise((resolve) => {
      const outer = answers.enterCall()
      app.sockets.removeAll()
      answers.leaveCall(outer)
      afterMicrotasks(() => {
        answers.stop()
        resolve()
      })
    }))
  return {
    socket: makeSocketNamespace(app, { answers, isClosed: () => closed !== undefined }),
    runtime,
    close,
    // Not every browser has the symbol yet.
    ...((Symbol.asyncDispose ? { [Symbol.asyncDispose]: close } : {}) as AsyncDisposable),
  }
}

function requiredBackend(): Backend {
  const backend = registeredBackend()
  if (backend === undefined) {
    throw new Error(
      'chrome.socket has no backend: import @chrome-socket/backend-node/register (Node, Deno, Electron) ' +
        'or @chrome-socket/backend-bun/register (Bun), or give one to createChrome.',
    )
  }
  return backend
}
