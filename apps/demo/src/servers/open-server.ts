/** A running server of the demo, on a port of 127.0.0.1 that the system has chosen. */
import { once } from 'node:events'
import net from 'node:net'
import type { AddressInfo } from 'node:net'

export interface OpenServer {
  readonly port: number
  /** Closes the server and its open connections. */
  close(): Promise<void>
}

/** Makes a TCP server listen. */
export async function openServer(server: net.Server): Promise<OpenServer> {
  const connections = new Set<net.Socket>()
  server.on('connection', (socket) => {
    connections.add(socket)
    socket.on('close', () => connections.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close()
      for (const socket of connections) socket.destroy()
      await once(server, 'close')
    },
  }
}
