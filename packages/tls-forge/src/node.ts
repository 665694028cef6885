/**
 * The crypto provider over `node:crypto`: `forgeTls({ crypto: nodeCrypto() })`. It is the default if the runtime has
 * that module.
 */
export { nodeCrypto } from './crypto/node.ts'
