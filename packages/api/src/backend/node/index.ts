/**
 * `@chrome-socket/api/backend/node`: the part of the kit that needs `node:stream`, for backends whose TLS is `node:tls`.
 * It has a door of its own, so that the other one can be bundled for a browser and typed without Node's types.
 */
export { endAndLinger } from './linger.ts'
export { StreamDuplex, StreamError } from './stream-duplex.ts'
export type { StreamDuplexOptions } from './stream-duplex.ts'
