/** chrome.socket on this runtime's backend with TLS in JavaScript, for whatever does its arithmetic. */
import { createChrome } from '@chrome-socket/api'
import type { Backend } from '@chrome-socket/api'
import { forgeTls } from '@chrome-socket/tls-forge'
import type { CryptoProvider } from '@chrome-socket/tls-forge'
import type { Open } from '../task.ts'
import { openWith } from '../tasks/tasks.ts'
import { socketsOf } from './chrome-socket.ts'

/** The other one could not be loaded. */
async function backendOfRuntime(): Promise<Backend> {
  if (process.versions.bun !== undefined) return (await import('@chrome-socket/backend-bun')).bunBackend()
  return (await import('@chrome-socket/backend-node')).nodeBackend()
}

const backend = await backendOfRuntime()

export function openWithForge(crypto: CryptoProvider): Open {
  return openWith(({ ca }) => socketsOf(createChrome({ backend, tls: forgeTls({ ca: ca ?? '', crypto }) })))
}
