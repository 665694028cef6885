/**
 * A read with a function instead of a `Reader`, for code in which a closure does not matter.
 */
import { Uint8Array } from './globals.ts'
import type { ByteStream, NetResult } from './contract.ts'

/**
 * Reads bytes from a stream and passes them to a function instead of a `Reader`.
 * @param stream a stream without a pending read
 * @param max the largest number of bytes to read, at least 1
 * @param complete gets the result, and the bytes, which belong to it and are empty if the result is not positive
 * @errors as results: 0 at the end, `-100 ERR_CONNECTION_CLOSED` after a close, and the error of the connection.
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
