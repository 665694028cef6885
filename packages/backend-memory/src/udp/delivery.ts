/**
 * The delivery of a datagram to its sockets. It may be lost or late, or arrive after later datagrams, as RFC 768 permits.
 * Sources: RFC 1112, 6 and RFC 3493, 5.2 for groups and their hop limit, RFC 919 for broadcast.
 */
import type { Host } from '../network/host.ts'
import { isLoopback } from '../network/ip-address.ts'
import type { Network } from '../network/network.ts'
import type { Datagram } from '../network/port-owners.ts'

/** Sends a datagram to one host. It calls `onUnreachable` if no socket there takes the datagram. */
export function sendToHost(network: Network, from: Host, datagram: Datagram, onUnreachable: () => void): void {
  const to = network.hostAt(datagram.destination, from)
  if (to === undefined) return
  network.carryDatagram(from, to, () => {
    const socket = to.udpPorts.find(datagram.destination, datagram.destinationPort)
    if (socket?.deliver(datagram)) return
    // The host answers with the ICMP message "port unreachable" (RFC 792).
    network.carryDatagram(to, from, onUnreachable)
  })
}

/** Sends a datagram to the members of a group. With `isLooped` it also reaches the sender's own host. */
export function sendToGroup(network: Network, from: Host, datagram: Datagram, isLooped: boolean): void {
  const { family } = datagram.destination
  sendToAll(network, from, datagram, (to) => (to === from ? isLooped : from.hopsTo(to, family) <= datagram.hops))
}

/** Sends a datagram to every host of the link, including the sender's, as Linux does. */
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
