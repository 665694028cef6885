/**
 * The provider over `node:crypto`: `forgeTls({ crypto: nodeCrypto() })`. It is the default where the runtime has that module.
 */
export { nodeCrypto } from './crypto/node.ts'
