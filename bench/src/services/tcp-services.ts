/**
 * What the peer does over TCP or TLS. It has to keep up with every variant: few, large buffers, and nothing kept.
 */
import net from 'node:net'

/** In bytes: large enough that the peer's cost is the copying of the bytes, not the calls. */
const chunkSize = 256 * 1024
const chunk: Buffer = Buffer.alloc(chunkSize)

/** A connection that is gone is the other side's affair. */
export function ignoreErrors(socket: net.Socket): void {
  socket.on('error', () => {})
}

export type Serve = (socket: net.Socket) => void

/** Sends back what comes. */
export const echo: Serve = (socket) => {
  ignoreErrors(socket)
  socket.on('data', (bytes) => socket.write(bytes))
}

/** Sends as fast as it is taken. */
export const source: Serve = (socket) => {
  ignoreErrors(socket)
  socket.resume()
  const fill = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  }
  socket.on('drain', fill)
  fill()
}

/** Drops what comes. */
export const sink: Serve = (socket) => {
  ignoreErrors(socket)
  socket.resume()
}

/** So many connections are under way at once. */
const dialsUnderWay = 32

/** Opens connections to the port it is told, one after another, as long as it is asked to. */
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

/** Opens as many connections as it is told after a port, and keeps them. */
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
