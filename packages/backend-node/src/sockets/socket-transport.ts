/** The transport with the documented `net.Socket` and `dgram.Socket`. */
import { listenWith } from '../listener.ts'
import type { Transport } from '../transport.ts'
import { takeSockets } from './socket-accept.ts'
import { openSocketDatagrams } from './open-socket-datagrams.ts'
import { connectSocket } from './socket-connect.ts'

export const socketTransport: Transport = {
  connect: connectSocket,
  listen: listenWith(takeSockets),
  openDatagram: openSocketDatagrams,
}
