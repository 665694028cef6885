export { nodeBackend } from './node-backend.ts'
export { nodeTls } from './tls/node-tls.ts'
export type { NodeTlsOptions } from './tls/node-tls.ts'
export type { OnCertificateError, SecureConnection } from '@chrome-socket/x509'
