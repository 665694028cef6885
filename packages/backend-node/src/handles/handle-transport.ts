/** The transport with Node's handles. It may be used only if `hasInternals` is true. */
import { listenWith } from '../listener.ts'
import type { Transport } from '../transport.ts'
import { takeHandles } from './handle-accept.ts'
import { connectHandle } from './handle-connect.ts'
import { openHandleDatagrams } from './handle-datagrams.ts'

export const handleTransport: Transport = {
  connect: connectHandle,
  listen: listenWith(takeHandles),
  openDatagram: openHandleDatagrams,
}
