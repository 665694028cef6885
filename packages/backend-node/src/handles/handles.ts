/** TCP and UDP over Node's handles, where `hasInternals`. */
import { listenWith } from '../listener.ts'
import type { Transport } from '../node-backend.ts'
import { connectHandle } from './connect.ts'
import { takeHandles } from './connections.ts'
import { openHandleDatagrams } from './datagram.ts'

export const handles: Transport = {
  connect: connectHandle,
  listen: listenWith(takeHandles),
  openDatagram: openHandleDatagrams,
}
