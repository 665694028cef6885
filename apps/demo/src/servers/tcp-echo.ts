/** A server that sends back every byte, and ends a connection when the client does (RFC 862). */
import net from 'node:net'
import { openServer } from './open-server.ts'
import type { OpenServer } from './open-server.ts'

export function startTcpEcho(): Promise<OpenServer> {
  const server = net.createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.pipe(socket)
  })
  return openServer(server)
}
