/**
 * Opens a bound or connected UDP socket. Source: https://bun.com/docs/runtime/networking/udp
 */
import { isIP } from 'node:net'
import { afterMicrotasks, NetError } from '@chrome-socket/api/backend'
import type {
  Cancel,
  DatagramOptions,
  DatagramSocket,
  Endpoint,
  OpenDatagramCompletion,
} from '@chrome-socket/api/backend'
import type { BunError, BunRuntime, BunUdpSocket } from '../bun-types.ts'
import { BunDatagramSocket } from './datagram-socket.ts'
import { loopbackInterface } from '../interfaces.ts'
import { udpError } from './udp-error.ts'

/**
 * Opens a socket. Bun's promise has its result in the microtasks after the call. The open completes in the first turn after
 * the call, so that it completes before operations that start later.
 */
export function openDatagram(bun: BunRuntime, options: DatagramOptions, complete: OpenDatagramCompletion): Cancel {
  let isWanted = true
  let outcome: Parameters<OpenDatagramCompletion> | undefined
  let isTurnOver = false
  const tell = (): void => {
    isTurnOver = true
    if (outcome === undefined) return
    const [result, socket] = outcome
    if (!isWanted) return socket?.close()
    isWanted = false
    complete(result, socket)
  }
  const onOpened = (...opened: Parameters<OpenDatagramCompletion>): void => {
    outcome = opened
    if (isTurnOver) afterMicrotasks(tell)
  }
  afterMicrotasks(tell)
  open(bun, options).then(
    (socket) => onOpened(NetError.OK, socket),
    (error: unknown) => onOpened(udpError(error)),
  )
  return () => {
    isWanted = false
  }
}

async function open(bun: BunRuntime, options: DatagramOptions): Promise<DatagramSocket> {
  const { bind, connect, broadcast } = options
  const at = bind ?? { address: isIP(connect?.address ?? '') === 6 ? '::' : '0.0.0.0', port: 0 }
  const socket = new BunDatagramSocket(connect)
  const openNative = async (peer: Endpoint | undefined): Promise<BunUdpSocket> =>
    bun.udpSocket({
      hostname: at.address,
      port: at.port,
      ...(peer !== undefined && { connect: { hostname: peer.address, port: peer.port } }),
      binaryType: 'arraybuffer',
      socket: socket.events,
    })
  let isConnected = connect !== undefined
  const native = await openNative(connect).catch((error: BunError) => {
    if (error.code !== 'EACCES' || broadcast !== true) throw error
    // Bun connects before SO_BROADCAST can be set. This socket sends each datagram to the broadcast address instead.
    isConnected = false
    return openNative(undefined)
  })
  try {
    setOptions(native, isIP(at.address) === 6, options)
  } catch (error) {
    native.close()
    throw error
  }
  socket.opened(native, isConnected)
  return socket
}

/** Sets the options that differ from the system's defaults. */
function setOptions(native: BunUdpSocket, isIPv6: boolean, options: DatagramOptions): void {
  const { multicastTtl, multicastLoopback, broadcast } = options
  if (multicastTtl === 0) {
    // Bun refuses 0, which keeps datagrams on this host. The loopback interface does so, too.
    native.setMulticastInterface(loopbackInterface(isIPv6))
  } else if (multicastTtl !== 1) {
    native.setMulticastTTL(multicastTtl)
  }
  if (!multicastLoopback) native.setMulticastLoopback(false)
  if (broadcast === true) native.setBroadcast(true)
}
