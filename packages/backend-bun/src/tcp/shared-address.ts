/**
 * Shares the strings of addresses between connections, because most connections of a host have the same two addresses. A Bun
 * socket that is asked for an address keeps the answer, which takes 100 bytes for each connection.
 */
import type { BunSocket } from '../bun-types.ts'

let lastAddress = ''

/** Returns the last address if it is equal, so that both have the same string. */
export function shareAddress(address = ''): string {
  if (address !== lastAddress) lastAddress = address
  return lastAddress
}

let lastPeerAddress = ''
let lastLocalAddress = ''

/**
 * The local address of the last connection to `peerAddress`. It stands for the local address of a connection that was reset
 * before the app asked for it, because Bun has then forgotten the address.
 */
export function likelyLocalAddress(socket: BunSocket, peerAddress: string): string {
  if (peerAddress !== lastPeerAddress) {
    lastPeerAddress = peerAddress
    lastLocalAddress = socket.localAddress ?? ''
  }
  return lastLocalAddress
}
