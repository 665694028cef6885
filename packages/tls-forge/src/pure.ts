/**
 * The provider in JavaScript alone: `forgeTls({ crypto: pureCrypto() })`. It is the default where there is nothing else.
 */
export { pureCrypto } from './crypto/pure.ts'
