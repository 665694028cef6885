/**
 * The provider over `node:crypto`, for those who want it: `forgeTls({ crypto: nodeCrypto() })`.
 */
export { nodeCrypto } from './crypto/node.ts'
