/** `@chrome-socket/backend-node`: the sockets of Node, and Node's own TLS. */
export { nodeBackend } from './node-backend.ts'
export { nodeTls } from './tls/node-tls.ts'
export type { NodeTlsOptions } from './tls/node-tls.ts'
export type { OnCertificateError, SecureConnection } from '@chrome-socket/x509'
