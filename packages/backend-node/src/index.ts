export { nodeBackend } from './node-backend.ts'
export { nodeTls } from './tls.ts'
export type { NodeTlsOptions } from './tls.ts'
