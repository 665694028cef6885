/**
 * The crypto provider in JavaScript: `forgeTls({ crypto: pureCrypto() })`. It is the default if the runtime has no
 * other.
 */
export { pureCrypto } from './crypto/pure.ts'
