/** The services of the peer over UDP. */
import dgram from 'node:dgram'
import type { Serve } from './tcp-services.ts'
import { ignoreErrors } from './tcp-services.ts'

const lookup = (
  hostname: string,
  _options: unknown,
  found: (error: null, address: string, family: number) => void,
): void => found(null, hostname, 4)

export async function udpService(serve: (socket: dgram.Socket) => void): Promise<number> {
  const socket = dgram.createSocket({ type: 'udp4', lookup, recvBufferSize: 1024 * 1024 })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  serve(socket)
  return socket.address().port
}

/** Sends back each datagram. */
export function udpEcho(socket: dgram.Socket): void {
  socket.on('message', (bytes, from) => socket.send(bytes, from.port, from.address))
}

/** Drops each datagram. */
export function udpSink(): void {}

const burst = 64

/** Sends datagrams as fast as it can while the control connection over TCP is open. The client's message has the port. */
export const udpSource: Serve = (control) => {
  ignoreErrors(control)
  const socket = dgram.createSocket({ type: 'udp4', lookup })
  const datagram = new Uint8Array(64)
  let asked = true
  control.on('close', () => {
    asked = false
    socket.close()
  })
  control.once('data', (digits) => {
    const port = Number(digits)
    const flood = (): void => {
      if (!asked) return
      for (let i = 0; i < burst; i += 1) socket.send(datagram, port, '127.0.0.1')
      setImmediate(flood)
    }
    socket.bind(0, '127.0.0.1', flood)
  })
}
