/// <reference types="node" preserve="true" />
/**
 * The end of a `TLSSocket` whose user has closed it: see `../linger.ts` for the reason.
 */
import type { Duplex } from 'node:stream'
import { lingerUntil } from '../linger.ts'

/**
 * Ends `socket`, and drops received bytes. When the peer has ended too, or after a second, destroys it and calls
 * `release`.
 * @param socket a socket of `node:tls`; its listeners of `data` and `readable` are removed
 * @param release closes the stream beneath
 * @errors Cannot fail.
 * @example
 * import type { TLSSocket } from 'node:tls'
 * import { endAndLinger } from '@chrome-socket/api/backend/node'
 *
 * export function close(socket: TLSSocket): void {
 *   endAndLinger(socket, () => console.log('closed'))
 * }
 */
export function endAndLinger(socket: Duplex, release: () => void): void {
  const finish = lingerUntil(() => {
    socket.destroy()
    release()
  })
  socket.removeAllListeners('data')
  socket.removeAllListeners('readable')
  socket.once('end', finish)
  socket.once('close', finish)
  socket.end()
  socket.resume()
}
