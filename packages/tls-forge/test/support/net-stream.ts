/**
 * A simple `ByteStream` over `node:net`, which the tests of this package put TLS over.
 */
import net from 'node:net'
import { NetError, afterMicrotasks, netErrorFromPosixCode, type ByteStream } from '@chrome-socket/api/backend'

type ReadDone = (result: number, bytes: Uint8Array<ArrayBuffer>) => void

const noBytes = (): Uint8Array<ArrayBuffer> => new Uint8Array(0)

function netStream(socket: net.Socket): ByteStream {
  const chunks: Buffer[] = []
  let pending: { max: number; done: ReadDone } | undefined
  let end: number | undefined
  let closed = false

  function deliver(): void {
    if (pending === undefined || (chunks.length === 0 && end === undefined)) return
    const { max, done } = pending
    pending = undefined
    const chunk = chunks.shift()
    if (chunk === undefined) {
      done(end ?? 0, noBytes())
      return
    }
    if (chunk.length > max) chunks.unshift(chunk.subarray(max))
    // A chunk whose buffer has no other bytes is handed over without a copy.
    const isWhole = chunk.length <= max && chunk.buffer.byteLength === chunk.length
    const bytes = isWhole ? new Uint8Array(chunk.buffer as ArrayBuffer) : new Uint8Array(chunk.subarray(0, max))
    if (chunks.length === 0) socket.resume()
    done(bytes.length, bytes)
  }

  socket.on('data', (chunk) => {
    chunks.push(chunk)
    if (chunks.length > 4) socket.pause()
    deliver()
  })
  socket.on('end', () => {
    end ??= 0
    deliver()
  })
  socket.on('error', (error: NodeJS.ErrnoException) => {
    end ??= netErrorFromPosixCode(error.code)
    deliver()
  })
  socket.on('close', () => {
    end ??= NetError.ERR_CONNECTION_CLOSED
    deliver()
  })
  return {
    local: { address: socket.localAddress ?? '', port: socket.localPort ?? 0 },
    peer: { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 },
    read(max, reader) {
      pending = { max, done: (result, bytes) => reader.completeRead(result, bytes.buffer) }
      if (chunks.length > 0 || end !== undefined) afterMicrotasks(deliver)
    },
    write(bytes, done) {
      socket.write(bytes, (error) => {
        done(error ? netErrorFromPosixCode((error as NodeJS.ErrnoException).code) : bytes.length)
      })
    },
    close() {
      if (closed) return
      closed = true
      const waiting = pending
      pending = undefined
      if (waiting !== undefined) setImmediate(() => waiting.done(NetError.ERR_CONNECTION_CLOSED, noBytes()))
      socket.destroySoon()
    },
  }
}

export function connect(port: number, host = '127.0.0.1'): Promise<ByteStream> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host, allowHalfOpen: true }, () => resolve(netStream(socket)))
    socket.once('error', reject)
  })
}
