/**
 * The provider for a runtime that nobody has chosen one for.
 */
import type { CryptoProvider } from './provider.ts'
import { webCrypto } from './web.ts'

let provider: CryptoProvider | undefined

/** WebCrypto where there is one (a page that is not secure has none), else JavaScript. */
export async function defaultCrypto(): Promise<CryptoProvider> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle as SubtleCrypto | undefined
  provider ??= subtle === undefined ? (await import('./pure.ts')).pureCrypto() : webCrypto()
  return provider
}
