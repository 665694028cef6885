/** The UDP peers of the scenarios. */
import dgram from 'node:dgram'
import type { RemoteInfo, SocketType } from 'node:dgram'
import { once } from 'node:events'
import type { Peers } from './tcp-peers.ts'

interface Behaviour {
  readonly type?: SocketType
  /** What to send back. */
  readonly answer: (received: Uint8Array) => readonly (Uint8Array | string)[]
}

const behaviours: Readonly<Record<string, Behaviour>> = {
  udpEcho: { answer: (received) => [received] },
  udpEcho6: { type: 'udp6', answer: (received) => [received] },
  udpSink: { answer: () => [] },
  /** Empty datagrams among others. */
  udpMixed: { answer: () => ['', 'a', '', 'bc'] },
}

export async function startUdpPeers(): Promise<Peers> {
  const sockets: dgram.Socket[] = []
  const ports: Record<string, number> = {}
  for (const [name, { type = 'udp4', answer }] of Object.entries(behaviours)) {
    const socket = dgram.createSocket(type)
    socket.on('message', (received: Uint8Array, { address, port }: RemoteInfo) => {
      for (const each of answer(received)) socket.send(each, port, address)
    })
    socket.bind(0, type === 'udp6' ? '::1' : '127.0.0.1')
    await once(socket, 'listening')
    sockets.push(socket)
    ports[name] = socket.address().port
  }
  // A port that is taken on ::1 only: on 127.0.0.1 nobody is there.
  const elsewhere = dgram.createSocket({ type: 'udp6', ipv6Only: true })
  elsewhere.bind(0, '::1')
  await once(elsewhere, 'listening')
  sockets.push(elsewhere)
  ports['udpRefused'] = elsewhere.address().port
  return {
    ports,
    async close() {
      for (const socket of sockets) socket.close()
    },
  }
}
