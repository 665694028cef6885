/** Picks the backend and the TLS provider: the runtime's own, unless the user names another. */
import type { Backend, TlsProvider } from '@chrome-socket/api'
import { RunAppError } from '../run-app-error.ts'

const runsOnBun = 'Bun' in globalThis

const backends: Readonly<Record<string, () => Promise<Backend>>> = {
  node: async () => (await import('@chrome-socket/backend-node')).nodeBackend(),
  bun: async () => (await import('@chrome-socket/backend-bun')).bunBackend(),
}

type Trust = { readonly ca: string } | undefined

const tlsProviders: Readonly<Record<string, (trust: Trust) => Promise<TlsProvider>>> = {
  node: async (trust) => (await import('@chrome-socket/backend-node')).nodeTls(trust),
  bun: async (trust) => (await import('@chrome-socket/backend-bun')).bunTls(trust),
  forge: async (trust) => (await import('@chrome-socket/tls-forge')).forgeTls(trust),
}

export function pickBackend(name: string = runsOnBun ? 'bun' : 'node'): Promise<Backend> {
  return pick(backends, '--backend', name)()
}

/** Picks the TLS provider. `ca` holds, in PEM, the authorities to trust instead of the usual ones. */
export function pickTls(name: string = runsOnBun ? 'bun' : 'node', ca?: string): Promise<TlsProvider> {
  return pick(tlsProviders, '--tls', name)(ca === undefined ? undefined : { ca })
}

function pick<Choice>(choices: Readonly<Record<string, Choice>>, option: string, name: string): Choice {
  const choice = Object.hasOwn(choices, name) ? choices[name] : undefined
  if (choice !== undefined) return choice
  throw new RunAppError(`${option} is one of ${Object.keys(choices).join(', ')}; there is no "${name}"`)
}
