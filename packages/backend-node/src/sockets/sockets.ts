/** TCP and UDP over `net.Socket` and `dgram.Socket`, as they are documented. */
import { listenWith } from '../listener.ts'
import type { Transport } from '../node-backend.ts'
import { takeSockets } from './connections.ts'
import { openSocketDatagrams } from './datagram.ts'
import { connectSocket } from './tcp-stream.ts'

export const sockets: Transport = {
  connect: connectSocket,
  listen: listenWith(takeSockets),
  openDatagram: openSocketDatagrams,
}
