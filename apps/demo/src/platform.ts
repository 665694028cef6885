/**
 * The backend and the TLS providers of the demo. No other file imports them.
 */
import type { Backend, TlsProvider } from '@chrome-socket/api'
import { bunBackend, bunTls } from '@chrome-socket/backend-bun'
import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
import { forgeTls } from '@chrome-socket/tls-forge'

export interface TlsTrust {
  /** The authorities to trust, as PEM. The default is the runtime's authorities. */
  readonly ca?: string
}

export type TlsProviderFactory = (trust: TlsTrust) => TlsProvider

const runsOnBun = 'Bun' in globalThis

/** The values of `--tls` on this runtime. */
export const tlsProviders: ReadonlyMap<string, TlsProviderFactory> = new Map<string, TlsProviderFactory>([
  ['node', nodeTls],
  ['forge', forgeTls],
  ...(runsOnBun ? [['bun', bunTls] as const] : []),
])

export const defaultTls: string = runsOnBun ? 'bun' : 'node'

export function backend(): Backend {
  return runsOnBun ? bunBackend() : nodeBackend()
}

/** The name and version of the runtime, such as `Node 20.20.2`. */
export function runtimeName(): string {
  const { bun, deno, node } = process.versions as Readonly<Record<string, string>>
  if (bun !== undefined) return `Bun ${bun}`
  if (deno !== undefined) return `Deno ${deno}`
  return `Node ${node}`
}
