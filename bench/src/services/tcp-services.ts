/**
 * The services of the peer over TCP and TLS. They must be faster than every variant, so they use few, large buffers.
 */
import net from 'node:net'

/** The length of a chunk, in bytes. It is large, so that copying costs the peer more than its calls do. */
const chunkSize = 256 * 1024
const chunk: Buffer = Buffer.alloc(chunkSize)

/** Ignores the errors of a connection, because the variant closes connections at any time. */
export function ignoreErrors(socket: net.Socket): void {
  socket.on('error', () => {})
}

export type Serve = (socket: net.Socket) => void

/** Sends back every byte. */
export const echo: Serve = (socket) => {
  ignoreErrors(socket)
  socket.on('data', (bytes) => socket.write(bytes))
}

/** Sends bytes as fast as the client reads. */
export const source: Serve = (socket) => {
  ignoreErrors(socket)
  socket.resume()
  const fill = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  }
  socket.on('drain', fill)
  fill()
}

/** Drops every byte. */
export const sink: Serve = (socket) => {
  ignoreErrors(socket)
  socket.resume()
}

/** The number of connections that the dialler opens at the same time. */
const dialsUnderWay = 32

/**
 * Opens connections to the port in the client's message, one after another, until the client closes the control connection.
 */
export const dialler: Serve = (control) => {
  ignoreErrors(control)
  let asked = true
  control.on('close', () => {
    asked = false
  })
  control.once('data', (digits) => {
    const port = Number(digits)
    const dial = (): void => {
      if (!asked) return
      const socket = net.connect({ host: '127.0.0.1', port })
      ignoreErrors(socket)
      socket.on('close', dial)
      socket.resume()
    }
    for (let i = 0; i < dialsUnderWay; i += 1) dial()
  })
}

/** Opens connections and keeps them. The client's message has the port and the number of connections. */
export const caller: Serve = (control) => {
  ignoreErrors(control)
  control.once('data', (numbers) => {
    const [port = 0, count = 0] = numbers.toString().split(' ').map(Number)
    const call = (left: number): void => {
      if (left === 0) return
      const socket = net.connect({ host: '127.0.0.1', port }, () => call(left - 1))
      ignoreErrors(socket)
      socket.resume()
    }
    call(count)
  })
}
