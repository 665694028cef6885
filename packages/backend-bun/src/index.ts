export { bunBackend } from './bun-backend.ts'
export { bunTls } from './tls/bun-tls.ts'
export type { BunTlsProviderOptions } from './tls/bun-tls.ts'
