/**
 * `@chrome-socket/api/manifest`: the rules for sockets in a manifest, for programs that read manifests. `createChrome`
 * reads the same rules itself.
 */
export { socketPermissionTexts } from './policy/permissions.ts'
export { socketsPolicy } from './policy/sockets-manifest.ts'
export type { ManifestSockets, SocketsPolicy } from './policy/sockets-manifest.ts'
