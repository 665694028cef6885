/**
 * Takes the peers' ports on the other loopback address, too. `localhost` leads to ::1 first, so another program that listens there
 * at the number of a peer on 127.0.0.1 would answer in its place: an HTTP server turned -113 of a TLS peer into -107.
 */
import { once } from 'node:events'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { hasIpv6 } from './this-host.ts'

const others: Readonly<Record<string, string>> = { '127.0.0.1': '::1', '::1': '127.0.0.1' }

export interface PortTaker {
  /**
   * Takes a port on the loopback address that `host` is not, where connects are then refused. Resolves with false if the port
   * is in use there.
   */
  takeBeside(host: string, port: number): Promise<boolean>
  close(): void
}

export async function startPortTaker(): Promise<PortTaker> {
  const sockets = new Set<net.Socket>()
  const keep = (socket: net.Socket): void => {
    sockets.add(socket)
    socket.on('error', () => {})
  }
  const servers: Record<string, net.Server> = {}
  for (const address of (await hasIpv6()) ? ['127.0.0.1', '::1'] : []) {
    servers[address] = net.createServer(keep).listen(0, address)
    await once(servers[address], 'listening')
  }
  return {
    async takeBeside(host, port) {
      const address = others[host]
      const server = address === undefined ? undefined : servers[address]
      if (address === undefined || server === undefined) return true
      // The near end of a connection has the port, and does not listen.
      const to = { host: address, port: (server.address() as AddressInfo).port }
      const socket = net.connect({ ...to, localAddress: address, localPort: port })
      keep(socket)
      return once(socket, 'connect').then(
        () => true,
        () => false,
      )
    },
    close() {
      for (const server of Object.values(servers)) server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
