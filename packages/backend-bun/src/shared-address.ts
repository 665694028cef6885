/**
 * Addresses of connections, in strings that they share: most connections of a host have the same two.
 * A Bun socket that is asked for an address keeps the answer, which takes 100 bytes of each.
 */
import type { BunSocket } from './bun-types.ts'

let lastAddress = ''

/** The address, in the string that the last equal one had. */
export function shareAddress(address = ''): string {
  if (address !== lastAddress) lastAddress = address
  return lastAddress
}

let lastPeerAddress = ''
let lastLocalAddress = ''

/**
 * Where a connection to `peerAddress` comes from: from where the last one to that did. Only the first one is asked, and any
 * whose local address somebody wants to know; this one is for those that are reset before.
 */
export function likelyLocalAddress(socket: BunSocket, peerAddress: string): string {
  if (peerAddress !== lastPeerAddress) {
    lastPeerAddress = peerAddress
    lastLocalAddress = socket.localAddress ?? ''
  }
  return lastLocalAddress
}
