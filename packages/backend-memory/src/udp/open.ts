/**
 * Opens a datagram socket: it chooses the addresses to bind and connect to.
 */
import { NetError } from '@chrome-socket/api/backend'
import type { DatagramOptions, NetResult } from '@chrome-socket/api/backend'
import type { Host } from '../network/host.ts'
import { parseAddress } from '../network/ip-address.ts'
import type { Network } from '../network/network.ts'
import { MemoryDatagramSocket } from './socket.ts'

/** Opens a socket, or returns an error as Linux's bind(2) and connect(2) do. */
export function openDatagram(network: Network, host: Host, options: DatagramOptions): MemoryDatagramSocket | NetResult {
  const fault = network.begin('openDatagram', host)
  if (fault !== undefined) return fault
  const { bind, connect } = options
  const peer = connect && parseAddress(connect.address)
  const route = peer && host.route(peer)
  const bound = bind ? parseAddress(bind.address) : route?.source
  if ((connect && peer === undefined) || (bind && bound === undefined)) return NetError.ERR_ADDRESS_INVALID
  if (bound === undefined) return NetError.ERR_ADDRESS_UNREACHABLE
  if (route !== undefined && host.isBroadcast(route.destination) && options.broadcast !== true) {
    return NetError.ERR_ACCESS_DENIED
  }
  if (!host.mayBindDatagrams(bound)) return NetError.ERR_ADDRESS_INVALID
  const port = host.udpPorts.choose(bound, bind?.port ?? 0)
  if (port === undefined) return NetError.ERR_ADDRESS_IN_USE
  const connected = connect && route && { address: route.destination, port: connect.port }
  return new MemoryDatagramSocket(network, host, { address: bound, port }, connected, options)
}
