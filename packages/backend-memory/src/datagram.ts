/**
 * A datagram's way from a socket to those it is for. It may be lost, late, or overtaken by later ones: RFC 768 promises
 * nothing. Groups and the hop limit of what is sent to them: RFC 1112 section 6 and RFC 3493 section 5.2.
 */
import { type IpAddress, isMulticast } from './address.ts'
import type { MemoryHost } from './memory-host.ts'
import type { MemoryDatagramSocket } from './udp.ts'

export interface Datagram {
  /** Nobody else's, and never changed. */
  readonly bytes: Uint8Array
  readonly source: IpAddress
  readonly sourcePort: number
  readonly destination: IpAddress
  readonly destinationPort: number
  /** How many links it may cross. */
  readonly hops: number
}

export function sendDatagram(sender: MemoryDatagramSocket, datagram: Datagram): void {
  const { host } = sender
  if (isMulticast(datagram.destination)) {
    sendToGroup(sender, datagram)
    return
  }
  const target = host.hostAt(datagram.destination)
  if (target === undefined) return
  carry(host, target, () => {
    const socket = target.udpPorts.find(datagram.destination, datagram.destinationPort)
    if (socket?.deliver(datagram)) return
    // ICMP, destination unreachable: port unreachable (RFC 792).
    carry(target, host, () => {
      sender.hearUnreachable()
    })
  })
}

function sendToGroup(sender: MemoryDatagramSocket, datagram: Datagram): void {
  const { host } = sender
  for (const target of host.network.hosts) {
    const reached =
      target === host ? sender.multicastLoopback : host.hopsTo(target, datagram.destination.family) <= datagram.hops
    if (!reached) continue
    carry(host, target, () => {
      for (const socket of target.udpPorts.all(datagram.destinationPort)) socket.deliver(datagram)
    })
  }
}

/** Brings something from one host to another, or loses it. */
function carry(from: MemoryHost, to: MemoryHost, arrive: () => void): void {
  const { network } = from
  const way = network.way(from, to)
  if (way.isCut() || network.drawLoss()) return
  const wait = way.latency() + network.drawDelay()
  if (wait === 0) arrive()
  else network.clock.after(wait, arrive)
}
