/**
 * A read with a function in the place of a `Reader`, for code in which a closure does not count.
 */
import { Uint8Array } from './globals.ts'
import type { ByteStream, NetResult } from './contract.ts'

/**
 * Asks `stream` for 1 to `max` bytes and tells `complete` of them. `bytes` is empty unless `result` > 0, and the caller's.
 *
 * @example
 * readBytes(stream, 4096, (result, bytes) => {
 *   if (result > 0) console.log(new TextDecoder().decode(bytes))
 * })
 */
export function readBytes(
  stream: Pick<ByteStream, 'read'>,
  max: number,
  complete: (result: NetResult, bytes: Uint8Array<ArrayBuffer>) => void,
): void {
  stream.read(max, { completeRead: (result, data) => complete(result, new Uint8Array(data)) })
}
