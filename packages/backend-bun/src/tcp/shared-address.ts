/**
 * The addresses of connections, in strings that they share: most connections of a host have the same two.
 * A Bun socket that is asked for an address keeps the answer, which takes 100 bytes for each connection.
 */
import type { BunSocket } from '../bun-types.ts'

let lastAddress = ''

/** Returns the same address, in the string of the last equal one. */
export function shareAddress(address = ''): string {
  if (address !== lastAddress) lastAddress = address
  return lastAddress
}

let lastPeerAddress = ''
let lastLocalAddress = ''

/**
 * The local address of the last connection to `peerAddress`. A connection that is reset before anybody asks for its own
 * address is said to have this one: Bun has forgotten the address by then.
 */
export function likelyLocalAddress(socket: BunSocket, peerAddress: string): string {
  if (peerAddress !== lastPeerAddress) {
    lastPeerAddress = peerAddress
    lastLocalAddress = socket.localAddress ?? ''
  }
  return lastLocalAddress
}
