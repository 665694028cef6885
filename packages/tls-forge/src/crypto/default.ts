/**
 * The default crypto provider: the fastest one that the runtime has.
 */
import { crypto, process } from '../bytes/globals.ts'
import type { CryptoProvider } from './provider.ts'
import { webCrypto } from './web.ts'

let provider: CryptoProvider | undefined

/**
 * Loads the default provider, where it is `node:crypto`, ahead of the first connection: before an app can redefine the
 * globals that its modules use. A failure is left to that connection.
 */
export function loadDefaultCrypto(): void {
  if (process?.getBuiltinModule !== undefined) defaultCrypto().catch(() => {})
}

/**
 * Returns `node:crypto` if the runtime has it, because it opens records three times as fast as WebCrypto. Otherwise
 * returns WebCrypto. An insecure page has neither, and gets JavaScript.
 */
export async function defaultCrypto(): Promise<CryptoProvider> {
  provider ??= await choose()
  return provider
}

async function choose(): Promise<CryptoProvider> {
  // A page has no process. A bundler's imitation lacks `getBuiltinModule`.
  if (process?.getBuiltinModule !== undefined) {
    const { hasNodeCrypto, nodeCrypto } = await import('./node.ts')
    if (hasNodeCrypto) return nodeCrypto()
  }
  return crypto?.subtle === undefined ? (await import('./pure.ts')).pureCrypto() : webCrypto()
}
