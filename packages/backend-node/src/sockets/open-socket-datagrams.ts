/**
 * Opens a UDP socket of `node:dgram`: binds it, sets its options, and connects it if there is a peer.
 * Source: https://nodejs.org/docs/latest-v20.x/api/dgram.html
 */
import dgram from 'node:dgram'
import process from 'node:process'
import type {
  Cancel,
  Completion,
  DatagramOptions,
  Endpoint,
  NetResult,
  OpenDatagramCompletion,
} from '@chrome-socket/api/backend'
import { afterMicrotasks, completeLater, isIpv6, lacksZone, NetError } from '@chrome-socket/api/backend'
import { errorResult, resultOf } from '../node-error.ts'
import { denoConnectResult, DenoDatagrams } from './deno-datagrams.ts'
import { SocketDatagrams } from './socket-datagrams.ts'

const isDeno = process.versions['deno'] !== undefined

export function openSocketDatagrams(options: DatagramOptions, complete: OpenDatagramCompletion): Cancel {
  const { connect, bind = anyOf(connect) } = options
  if (lacksZone((connect ?? bind).address)) return completeLater(() => complete(NetError.ERR_INVALID_ARGUMENT))
  const socket = dgram.createSocket({ type: isIpv6(bind.address) ? 'udp6' : 'udp4', lookup: literalLookup })
  let isSettled = false
  const settle = (result: NetResult): void => {
    if (isSettled) return
    isSettled = true
    // The socket already receives, so the object that keeps its datagrams is made at once.
    const opened = result === NetError.OK ? socketOver(socket, options) : undefined
    if (opened === undefined) socket.close()
    afterMicrotasks(() => {
      if (isCancelled) opened?.close()
      else complete(result, opened)
    })
  }
  let isCancelled = false
  socket.once('error', (error) => settle(errorResult(error)))
  // Deno throws if a permission is missing.
  const refusal = resultOf(() => {
    socket.bind({ ...bind, exclusive: true }, () => {
      const failure = resultOf(() => configure(socket, options))
      if (connect === undefined || failure !== NetError.OK) settle(failure)
      else connectTo(socket, connect, options.broadcast === true, settle)
    })
  })
  if (refusal !== NetError.OK) settle(refusal)
  return () => {
    isCancelled = true
  }
}

/** The unspecified address of the family of `to`, with port 0. */
function anyOf(to: Endpoint | undefined): Endpoint {
  return { address: isIpv6(to?.address ?? '') ? '::' : '0.0.0.0', port: 0 }
}

/**
 * Sets the options of a bound socket. This precedes the connect, because Linux needs SO_BROADCAST for a broadcast address.
 */
function configure(socket: dgram.Socket, { multicastTtl, multicastLoopback, broadcast }: DatagramOptions): void {
  socket.setMulticastTTL(multicastTtl)
  socket.setMulticastLoopback(multicastLoopback)
  if (broadcast === true) socket.setBroadcast(true)
}

/** Connects. Node passes an error to the callback, although its documentation says that it is an event. */
function connectTo(socket: dgram.Socket, to: Endpoint, mayBroadcast: boolean, complete: Completion): void {
  const refusal = resultOf(() => {
    socket.connect(to.port, to.address, (error?: Error) => {
      if (error) complete(errorResult(error))
      else complete(isDeno ? denoConnectResult(to, mayBroadcast) : NetError.OK)
    })
  })
  if (refusal !== NetError.OK) complete(refusal)
}

function socketOver(socket: dgram.Socket, { connect, broadcast = false }: DatagramOptions): SocketDatagrams {
  return isDeno ? new DenoDatagrams(socket, connect, broadcast) : new SocketDatagrams(socket, connect)
}

/** The lookup of a literal. It answers at once, so that a datagram leaves within the call that sends it. */
function literalLookup(
  hostname: string,
  _options: unknown,
  callback: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void {
  callback(null, hostname, isIpv6(hostname) ? 6 : 4)
}
