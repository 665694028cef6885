/** `@chrome-socket/backend-bun`: Bun's own sockets and Bun's own TLS. */
export { bunBackend } from './bun-backend.ts'
export { bunTls } from './tls/bun-tls.ts'
export type { BunTlsProviderOptions } from './tls/bun-tls.ts'
export type { OnCertificateError, SecureConnection } from '@chrome-socket/x509'
