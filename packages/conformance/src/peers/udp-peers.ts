/** The UDP peers of the scenarios. */
import dgram from 'node:dgram'
import type { RemoteInfo, SocketOptions, SocketType } from 'node:dgram'
import { once } from 'node:events'
import { otherLoopback } from './own-ports.ts'
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
  /** Binds a socket, and takes the number of its port on the other loopback address, too: `own-ports.ts` says why. */
  const bound = async (options: SocketOptions, address: string): Promise<Bound> => {
    const socket = dgram.createSocket(options).bind(0, address)
    await once(socket, 'listening')
    const { port } = socket.address()
    const other = isWithIpv6 ? otherLoopback[address] : undefined
    if (!taken.has(port)) {
      if (other === undefined) return [socket]
      const holder = await hold(port, other).catch(() => undefined)
      if (holder !== undefined) return [socket, holder]
    }
    // `socket` keeps its port until then, so that the system gives out a different port.
    const another = await bound(options, address)
    socket.close()
    return another
  }
  for (const [name, { type = 'udp4', answer }] of Object.entries(behaviours)) {
    if (type === 'udp6' && !isWithIpv6) continue
    const [socket, ...holders] = await bound({ type }, type === 'udp6' ? '::1' : '127.0.0.1')
    socket.on('message', (received: Uint8Array, { address, port }: RemoteInfo) => {
      for (const each of answer(received)) socket.send(each, port, address)
    })
    sockets.push(socket, ...holders)
    ports[name] = socket.address().port
  }
  // The port is taken on another loopback address, so 127.0.0.1 has no socket at this port.
  const elsewhere = isWithIpv6
    ? await bound({ type: 'udp6', ipv6Only: true }, '::1')
    : await bound({ type: 'udp4' }, '127.0.0.2')
  sockets.push(...elsewhere)
  ports['udpRefused'] = elsewhere[0].address().port
  return {
    ports,
    async close() {
      for (const socket of sockets) socket.close()
    },
  }
}

type Bound = readonly [socket: dgram.Socket, ...holders: readonly dgram.Socket[]]

/**
 * Takes the number of a port, by a socket that is connected to itself. The system refuses the datagrams of all others, as if
 * nobody had the port. Rejects if another process has it.
 */
async function hold(port: number, address: string): Promise<dgram.Socket> {
  const socket = dgram.createSocket({ type: address === '::1' ? 'udp6' : 'udp4' }).bind(port, address)
  await once(socket, 'listening')
  socket.connect(port, address)
  await once(socket, 'connect')
  return socket
}
