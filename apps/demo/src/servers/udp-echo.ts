/** A server that sends each datagram back to its sender (RFC 862). */
import dgram from 'node:dgram'
import { once } from 'node:events'
import type { OpenServer } from './open-server.ts'

export async function startUdpEcho(): Promise<OpenServer> {
  const server = dgram.createSocket('udp4')
  server.on('message', (datagram, from) => server.send(datagram, from.port, from.address))
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: server.address().port,
    close: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}
