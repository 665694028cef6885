/**
 * A read with a function in the place of a `Reader`, for code in which a closure does not count.
 */
import { Uint8Array } from './globals.ts'
import type { ByteStream, NetResult } from './contract.ts'

/**
 * Asks a stream for bytes, and calls a function with them, in place of a `Reader`. The bytes are the function's alone.
 * @param stream one with no read pending
 * @param max in bytes, at least 1: the most that is read
 * @param complete gets the result, and the bytes, which are empty where it is not positive
 * @errors as results: 0 at the end, `-100 ERR_CONNECTION_CLOSED` once the stream is closed, and whatever the connection failed with.
 * @example
 * import { readBytes, type ByteStream } from '@chrome-socket/api/backend'
 *
 * export function printNext(stream: ByteStream): void {
 *   readBytes(stream, 4096, (result, bytes) => {
 *     if (result > 0) console.log(new TextDecoder().decode(bytes))
 *   })
 * }
 */
export function readBytes(
  stream: Pick<ByteStream, 'read'>,
  max: number,
  complete: (result: NetResult, bytes: Uint8Array<ArrayBuffer>) => void,
): void {
  stream.read(max, { completeRead: (result, data) => complete(result, new Uint8Array(data)) })
}
