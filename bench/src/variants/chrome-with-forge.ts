/** The variants with chrome.socket on this runtime's backend and forgeTls, for any crypto provider. */
import { createChrome } from '@chrome-socket/api'
import type { Backend } from '@chrome-socket/api'
import { forgeTls } from '@chrome-socket/tls-forge'
import type { CryptoProvider } from '@chrome-socket/tls-forge'
import type { Open } from '../task.ts'
import { openWith } from '../tasks/tasks.ts'
import { socketsOf } from './chrome-socket.ts'

/** The backend of this runtime. It is imported dynamically, because the other backend cannot be loaded here. */
async function backendOfRuntime(): Promise<Backend> {
  if (process.versions.bun !== undefined) return (await import('@chrome-socket/backend-bun')).bunBackend()
  return (await import('@chrome-socket/backend-node')).nodeBackend()
}

const backend = await backendOfRuntime()

export function openWithForge(crypto: CryptoProvider): Open {
  return openWith(({ ca }) => socketsOf(createChrome({ backend, tls: forgeTls({ ca: ca ?? '', crypto }) })))
}
