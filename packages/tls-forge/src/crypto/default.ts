/**
 * The crypto provider where the user has chosen none: the fastest one that the runtime has.
 */
import type { CryptoProvider } from './provider.ts'
import { webCrypto } from './web.ts'

interface Runtime {
  /** Node, Bun, Deno and Electron have it; a page has none, and a bundler's imitation lacks `getBuiltinModule`. */
  readonly process?: { readonly getBuiltinModule?: unknown }
  readonly crypto?: { readonly subtle?: unknown }
}

let provider: CryptoProvider | undefined

/**
 * `node:crypto` where there is one: it opens records three times as fast as WebCrypto. Else WebCrypto. A page that is not
 * secure has neither, and gets JavaScript.
 */
export async function defaultCrypto(): Promise<CryptoProvider> {
  provider ??= await choose()
  return provider
}

async function choose(): Promise<CryptoProvider> {
  const { process, crypto } = globalThis as Runtime
  if (process?.getBuiltinModule !== undefined) {
    const { hasNodeCrypto, nodeCrypto } = await import('./node.ts')
    if (hasNodeCrypto) return nodeCrypto()
  }
  return crypto?.subtle === undefined ? (await import('./pure.ts')).pureCrypto() : webCrypto()
}
