/** The first calls of random programs with sockets of chrome.sockets. */
import type { Action, Opening } from './program.ts'
import { createSuccessor, streamPeers } from './successor-actions.ts'
import { loopback, tlsPeers, udpPeers } from './values.ts'

const act = (name: string, on: number, ...args: readonly unknown[]): Action => ({ name, on, args })

/** A server and a client of the program itself. The third socket is the accepted socket. */
function pairOn(address: string, isPaused: boolean): Opening {
  return {
    kinds: ['sockets.tcpServer', 'sockets.tcp', 'sockets.tcp'],
    actions: [
      createSuccessor('sockets.tcpServer'),
      act('tcpServer.listen', 0, address, 0),
      createSuccessor('sockets.tcp'),
      act('tcp.connect', 1, address === '::' ? loopback : address, { portOf: 0 }),
      ...(isPaused ? [] : [act('tcp.setPaused', 2, false)]),
    ],
  }
}

function connectedTo(peer: string): Opening {
  return {
    kinds: ['sockets.tcp'],
    actions: [createSuccessor('sockets.tcp'), act('tcp.connect', 0, loopback, { peer })],
  }
}

function boundTo(address: string, properties: object = {}): Opening {
  return {
    kinds: ['sockets.udp'],
    actions: [createSuccessor('sockets.udp', properties), act('udp.bind', 0, address, 0)],
  }
}

/** secure works if the socket was paused before connect. */
function securedBy(peer: string): Opening {
  return {
    kinds: ['sockets.tcp'],
    actions: [
      createSuccessor('sockets.tcp'),
      act('tcp.setPaused', 0, true),
      act('tcp.connect', 0, 'localhost', { peer }),
      act('tcp.secure', 0),
      act('tcp.setPaused', 0, false),
    ],
  }
}

export const successorOpenings: readonly (readonly [number, Opening])[] = [
  [2, { kinds: ['sockets.tcp'], actions: [createSuccessor('sockets.tcp')] }],
  [2, { kinds: ['sockets.udp'], actions: [createSuccessor('sockets.udp')] }],
  [2, { kinds: ['sockets.tcpServer'], actions: [createSuccessor('sockets.tcpServer')] }],
  [3, pairOn(loopback, false)],
  [1, pairOn(loopback, true)],
  [1, pairOn('::1', false)],
  [1, pairOn('::', false)],
  [3, boundTo(loopback)],
  [1, boundTo(loopback, { bufferSize: 10 })],
  [1, boundTo('0.0.0.0')],
  [1, boundTo('::1')],
  [1, boundTo('::')],
  ...streamPeers.map((peer) => [1, connectedTo(peer)] as const),
  ...udpPeers.map((): readonly [number, Opening] => [1, boundTo(loopback)]),
  ...tlsPeers
    .filter((peer) => !peer.startsWith('tlsSource'))
    .map((peer) => [peer === 'rsa' ? 2 : 0.25, securedBy(peer)] as const),
]
