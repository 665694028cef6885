/**
 * Connects to a host: the handshake of RFC 9293, 3.5, as far as its two ends can observe it.
 */
import { NetError } from '@chrome-socket/api/backend'
import type { Cancel, Endpoint, NetResult } from '@chrome-socket/api/backend'
import type { Host, Route } from '../network/host.ts'
import { isMulticast, parseAddress, toIpv6 } from '../network/ip-address.ts'
import type { IpAddress } from '../network/ip-address.ts'
import type { Network } from '../network/network.ts'
import type { ConnectionRequest } from '../network/port-owners.ts'
import { ConnectAttempt } from './connect-attempt.ts'
import type { MemoryConnectCompletion } from './connect-attempt.ts'
import { OrderedDelivery } from './ordered-delivery.ts'
import { MemoryTcpStream } from './stream.ts'

/** Connects `host` to an IP literal and a port. */
export function connect(network: Network, host: Host, to: Endpoint, complete: MemoryConnectCompletion): Cancel {
  const attempt = new ConnectAttempt(complete)
  const address = parseAddress(to.address)
  const route = address && host.route(address)
  const fault = network.begin('connect', host)
  if (fault !== undefined) attempt.finish(fault)
  else if (address === undefined) attempt.finish(NetError.ERR_ADDRESS_INVALID)
  else if (route === undefined || isMulticast(route.destination) || host.isBroadcast(route.destination))
    attempt.finish(NetError.ERR_ADDRESS_UNREACHABLE)
  else sendRequest(network, host, route, to.port, attempt)
  return () => attempt.cancel()
}

function sendRequest(
  network: Network,
  host: Host,
  { source, destination }: Route,
  port: number,
  attempt: ConnectAttempt,
): void {
  const localPort = host.tcpPorts.choose(source, 0)
  if (localPort === undefined) {
    attempt.finish(NetError.ERR_ADDRESS_IN_USE)
    return
  }
  const releasePort = host.tcpPorts.bind(source, localPort, 'connection')
  const remote = network.hostAt(destination, host)
  const pathThere = network.path(host, remote)
  const pathBack = network.path(remote, host)
  const there = new OrderedDelivery(pathThere)
  const back = new OrderedDelivery(pathBack)

  let withdraw: (() => void) | undefined
  const stopTimer = network.clock.after(network.limits.connectTimeout, () =>
    attempt.finish(NetError.ERR_CONNECTION_TIMED_OUT),
  )
  attempt.onAbandoned(() => {
    stopTimer()
    releasePort()
    there.drop()
    back.drop()
    withdraw?.()
  })
  const refuse = (code: NetResult): void => back.send(() => attempt.finish(code))

  there.send(() => {
    const listener = remote?.tcpPorts.find(destination, port)
    if (remote === undefined) return refuse(NetError.ERR_ADDRESS_UNREACHABLE)
    if (listener === undefined || listener === 'connection') return refuse(NetError.ERR_CONNECTION_REFUSED)
    const request: ConnectionRequest = {
      admit() {
        withdraw = undefined
        const shown = shownTo(listener.local.address)
        const ours = { address: source.text, port: localPort }
        const client = new MemoryTcpStream(network, host, ours, { address: destination.text, port }, releasePort)
        const theirs = { address: shown(destination), port }
        const from = { address: shown(source), port: localPort }
        const server = new MemoryTcpStream(network, remote, theirs, from, () => {})
        MemoryTcpStream.join(client, server, pathThere, pathBack)
        attempt.onAbandoned(() => {
          stopTimer()
          back.drop()
          client.close()
        })
        back.send(() => {
          stopTimer()
          attempt.finish(NetError.OK, client)
        })
        return server
      },
      refuse: () => refuse(NetError.ERR_CONNECTION_REFUSED),
    }
    withdraw = () => listener.withdraw(request)
    listener.request(request)
  })
}

/** The text form of addresses on a socket. A socket that is bound to an IPv6 address shows IPv4 peers as IPv4-mapped. */
function shownTo(boundTo: string): (address: IpAddress) => string {
  return boundTo.includes(':') ? (address) => toIpv6(address).text : ({ text }) => text
}
