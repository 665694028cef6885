/** A backend whose completions the test gives, to see what the API makes of them. */
import type { Backend, NetResult, Reader, TcpStream } from '../src/backend/index.ts'

export class ScriptedStream implements TcpStream {
  readonly local = { address: '192.0.2.1', port: 1000 }
  readonly peer = { address: '192.0.2.2', port: 80 }
  readonly writes: { readonly bytes: Uint8Array; readonly done: (result: NetResult) => void }[] = []
  /** Tells the pending read its result. */
  readDone: ((result: NetResult, bytes: Uint8Array<ArrayBuffer>) => void) | undefined
  writeNow?: (bytes: Uint8Array) => number
  closed = false

  read(_max: number, reader: Reader): void {
    this.readDone = (result, bytes) => reader.completeRead(result, bytes.buffer)
  }

  write(bytes: Uint8Array, done: (result: NetResult) => void): void {
    this.writes.push({ bytes, done })
  }

  setNoDelay(): boolean {
    return true
  }

  setKeepAlive(): boolean {
    return true
  }

  close(): void {
    this.closed = true
  }
}

/** Connects at once, to `stream`. */
export function scriptedBackend(stream: TcpStream): Backend {
  return {
    name: 'scripted',
    resolve: (_hostname, _family, done) => {
      setImmediate(() => done(-105, []))
      return () => {}
    },
    connect: (_to, done) => {
      setImmediate(() => done(0, stream))
      return () => {}
    },
  }
}
