/**
 * `@chrome-socket/api/backend/node`: the part of the kit that needs `node:stream`, for backends whose TLS is
 * `node:tls`. It is separate, so that `@chrome-socket/api/backend` can be bundled for a browser and needs no types of
 * Node.
 */
export { endAndLinger } from './linger.ts'
export { StreamDuplex, StreamError } from './stream-duplex.ts'
export type { StreamDuplexOptions } from './stream-duplex.ts'
