export { bunBackend } from './bun-backend.ts'
export { bunTls } from './tls.ts'
export type { BunTlsProviderOptions } from './tls.ts'
