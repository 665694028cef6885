/**
 * The provider in JavaScript alone, for those who want it where there is WebCrypto:
 * `forgeTls({ crypto: pureCrypto() })`.
 */
export { pureCrypto } from './crypto/pure.ts'
