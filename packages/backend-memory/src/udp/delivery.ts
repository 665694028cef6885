/**
 * Delivery of a datagram to the sockets that it is for. It may be lost, late, or overtaken by later ones: RFC 768 promises
 * nothing. RFC 1112, 6 and RFC 3493, 5.2: groups, and the hop limit of what is sent to them. RFC 919: broadcast.
 */
import type { Host } from '../network/host.ts'
import { isLoopback } from '../network/ip-address.ts'
import type { Network } from '../network/network.ts'
import type { Datagram } from '../network/port-owners.ts'

/** Sends a datagram to one host. `onUnreachable` is called when no socket there takes it. */
export function sendToHost(network: Network, from: Host, datagram: Datagram, onUnreachable: () => void): void {
  const to = network.hostAt(datagram.destination, from)
  if (to === undefined) return
  network.carryDatagram(from, to, () => {
    const socket = to.udpPorts.find(datagram.destination, datagram.destinationPort)
    if (socket?.deliver(datagram)) return
    // ICMP, destination unreachable: port unreachable (RFC 792).
    network.carryDatagram(to, from, onUnreachable)
  })
}

/** Sends a datagram to the members of a group. With `isLooped`, the sender's own host is among the hosts it reaches. */
export function sendToGroup(network: Network, from: Host, datagram: Datagram, isLooped: boolean): void {
  const { family } = datagram.destination
  sendToAll(network, from, datagram, (to) => (to === from ? isLooped : from.hopsTo(to, family) <= datagram.hops))
}

/** Sends a datagram to every host of the link, the sender's included, as Linux does. */
export function sendToLink(network: Network, from: Host, datagram: Datagram): void {
  const { destination } = datagram
  sendToAll(
    network,
    from,
    datagram,
    (to) => to === from || (!isLoopback(destination) && from.hopsTo(to, 4) === 1 && to.isBroadcast(destination)),
  )
}

function sendToAll(network: Network, from: Host, datagram: Datagram, isReached: (to: Host) => boolean): void {
  for (const to of network.hosts) {
    if (!isReached(to)) continue
    network.carryDatagram(from, to, () => {
      for (const socket of to.udpPorts.all(datagram.destinationPort)) socket.deliver(datagram)
    })
  }
}
