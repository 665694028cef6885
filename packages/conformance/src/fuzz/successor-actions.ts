/** The calls of random programs in chrome.sockets: each function with arguments that fit, and with some that do not. */
import fc from 'fast-check'
import type { Action, SuccessorKind } from './program.ts'
import {
  address,
  backlog,
  data,
  datagram,
  delay,
  flag,
  group,
  oddPort,
  omitted,
  tcpPeers,
  timeToLive,
  udpPeers,
  weighted,
} from './values.ts'
import type { WeightedFunction } from './values.ts'

/** The peers without `source`, whose 300,000 bytes may take longer than a step in events of 4096 bytes. */
export const streamPeers: readonly string[] = tcpPeers.filter((peer) => peer !== 'source')

/** Chooses a port of another socket of the program. */
function portOfOne(count: number): fc.Arbitrary<unknown> {
  return fc.record({ portOf: fc.nat({ max: count - 1 }) })
}

function peerPort(peers: readonly string[], others: readonly string[], count: number): fc.Arbitrary<unknown> {
  return weighted<unknown>(
    [6, fc.record({ peer: fc.constantFrom(...peers) })],
    [1, fc.record({ peer: fc.constantFrom(...others) })],
    [4, portOfOne(count)],
    [1, oddPort],
  )
}

const dnsQueryType = weighted<unknown>([6, omitted], [2, fc.constantFrom('any', 'ipv4', 'ipv6')])

function receiverProperties(...bufferSizes: readonly unknown[]): fc.Arbitrary<object> {
  return fc.record(
    { name: fc.constantFrom('a', '', 'b'), persistent: fc.boolean(), bufferSize: fc.constantFrom(...bufferSizes) },
    { requiredKeys: [] },
  )
}

/** With a small bufferSize, many bytes take longer than a step. */
const tcpProperties = receiverProperties(0, -1, 4096, 65_536, null)
const udpProperties = receiverProperties(0, -1, 1, 10, 4096, 65_536, null)
const serverProperties = fc.record({ name: fc.constantFrom('a', ''), persistent: fc.boolean() }, { requiredKeys: [] })

const ownPort = (count: number): fc.Arbitrary<unknown> =>
  weighted<unknown>([12, fc.constant(0)], [2, portOfOne(count)], [1, oddPort])

/** The functions for a socket of each kind. */
const functionsOf: Readonly<Record<SuccessorKind, (count: number) => readonly WeightedFunction[]>> = {
  'sockets.tcp': (count) => [
    [10, 'tcp.connect', address, peerPort(streamPeers, ['refused', 'echo6', 'udpEcho'], count), dnsQueryType],
    [20, 'tcp.send', data],
    [8, 'tcp.setPaused', flag],
    [6, 'tcp.disconnect'],
    [3, 'tcp.close'],
    [6, 'tcp.getInfo'],
    [3, 'tcp.update', tcpProperties],
    [2, 'tcp.setNoDelay', flag],
    [2, 'tcp.setKeepAlive', flag, delay],
    [1, 'tcp.getSockets'],
  ],
  'sockets.tcpServer': (count) => [
    [10, 'tcpServer.listen', address, ownPort(count), backlog],
    [4, 'tcpServer.setPaused', flag],
    [4, 'tcpServer.disconnect'],
    [2, 'tcpServer.close'],
    [4, 'tcpServer.getInfo'],
    [2, 'tcpServer.update', serverProperties],
    [1, 'tcpServer.getSockets'],
  ],
  'sockets.udp': (count) => [
    [10, 'udp.bind', address, ownPort(count)],
    [24, 'udp.send', datagram, address, peerPort(udpPeers, ['udpRefused', 'udpEcho6'], count), dnsQueryType],
    [8, 'udp.setPaused', flag],
    [3, 'udp.close'],
    [6, 'udp.getInfo'],
    [4, 'udp.update', udpProperties],
    [4, 'udp.joinGroup', group],
    [4, 'udp.leaveGroup', group],
    [3, 'udp.getJoinedGroups'],
    [2, 'udp.setMulticastTimeToLive', timeToLive],
    [2, 'udp.setMulticastLoopbackMode', flag],
    [3, 'udp.setBroadcast', flag],
    [1, 'udp.getSockets'],
  ],
}

export function successorFunctions(kind: SuccessorKind, count: number): readonly WeightedFunction[] {
  return functionsOf[kind](count)
}

const namespaces: Readonly<Record<SuccessorKind, string>> = {
  'sockets.tcp': 'tcp',
  'sockets.tcpServer': 'tcpServer',
  'sockets.udp': 'udp',
}

export function createSuccessor(kind: SuccessorKind, properties: object = {}): Action {
  return { name: `${namespaces[kind]}.create`, on: null, args: [properties] }
}

export const successorCreation: fc.Arbitrary<Action> = weighted<Action>(
  [2, tcpProperties.map((properties) => createSuccessor('sockets.tcp', properties))],
  [1, serverProperties.map((properties) => createSuccessor('sockets.tcpServer', properties))],
  [2, udpProperties.map((properties) => createSuccessor('sockets.udp', properties))],
)

/** The names of functions for calls whose arguments need not fit. */
export const successorFunctionNames: readonly string[] = Object.values(functionsOf)
  .flatMap((functions) => functions(1).map(([, name]) => name))
  .concat(['tcp.create', 'tcpServer.create', 'udp.create', 'tcp.secure'])
