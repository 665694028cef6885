/** The UDP peers of the scenarios. */
import dgram from 'node:dgram'
import type { RemoteInfo, SocketOptions, SocketType } from 'node:dgram'
import { once } from 'node:events'
import type { Peers } from './tcp-peers.ts'
import { hasIpv6 } from './this-host.ts'

interface Behaviour {
  readonly type?: SocketType
  /** The datagrams that the peer sends back. */
  readonly answer: (received: Uint8Array) => readonly (Uint8Array | string)[]
}

const behaviours: Readonly<Record<string, Behaviour>> = {
  udpEcho: { answer: (received) => [received] },
  udpEcho6: { type: 'udp6', answer: (received) => [received] },
  udpSink: { answer: () => [] },
  /** This peer sends empty datagrams among others. */
  udpMixed: { answer: () => ['', 'a', '', 'bc'] },
}

/** `taken` are the ports of the TCP peers. A trace could not tell two peers with one port number apart. */
export async function startUdpPeers(taken: ReadonlySet<number>): Promise<Peers> {
  const sockets: dgram.Socket[] = []
  const ports: Record<string, number> = {}
  const isWithIpv6 = await hasIpv6()
  for (const [name, { type = 'udp4', answer }] of Object.entries(behaviours)) {
    if (type === 'udp6' && !isWithIpv6) continue
    const socket = await bound({ type }, type === 'udp6' ? '::1' : '127.0.0.1', taken)
    socket.on('message', (received: Uint8Array, { address, port }: RemoteInfo) => {
      for (const each of answer(received)) socket.send(each, port, address)
    })
    sockets.push(socket)
    ports[name] = socket.address().port
  }
  // The port is taken on another loopback address, so 127.0.0.1 has no socket at this port.
  const elsewhere = isWithIpv6
    ? await bound({ type: 'udp6', ipv6Only: true }, '::1', taken)
    : await bound({ type: 'udp4' }, '127.0.0.2', taken)
  sockets.push(elsewhere)
  ports['udpRefused'] = elsewhere.address().port
  return {
    ports,
    async close() {
      for (const socket of sockets) socket.close()
    },
  }
}

async function bound(options: SocketOptions, address: string, taken: ReadonlySet<number>): Promise<dgram.Socket> {
  const socket = dgram.createSocket(options).bind(0, address)
  await once(socket, 'listening')
  if (!taken.has(socket.address().port)) return socket
  // `socket` keeps its port until then, so that the system gives out a different port.
  const another = await bound(options, address, taken)
  socket.close()
  return another
}
