/** Checks certificates with `node:crypto`, and reads them from a socket of `node:tls`. */
export { keyUse, peerChain, secureConnection } from './tls-socket.ts'
export { nativeCredentials } from './native-credentials.ts'
export type { Credentials, NativeCredentials } from './native-credentials.ts'
export { sha256, verifySignature } from './verify-signature.ts'
