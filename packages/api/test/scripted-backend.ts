/** A backend whose completions the test gives, to see what the API makes of them. */
import type { Backend, Completion, NetResult, Reader, TcpStream } from '../src/backend/index.ts'

export class ScriptedStream implements TcpStream {
  readonly local = { address: '192.0.2.1', port: 1000 }
  readonly peer = { address: '192.0.2.2', port: 80 }
  readonly writes: { readonly bytes: Uint8Array; readonly complete: Completion }[] = []
  /** Tells the pending read its result. */
  completeRead: ((result: NetResult, bytes: Uint8Array<ArrayBuffer>) => void) | undefined
  writeNow?: (bytes: Uint8Array) => number
  hasEnded?: boolean
  peerHasEnded?: boolean
  closed = false

  read(_max: number, reader: Reader): void {
    this.completeRead = (result, bytes) => reader.completeRead(result, bytes.buffer)
  }

  write(bytes: Uint8Array, complete: Completion): void {
    this.writes.push({ bytes, complete })
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
    resolve: (_hostname, _family, complete) => {
      setImmediate(() => complete(-105, []))
      return () => {}
    },
    connect: (_to, complete) => {
      setImmediate(() => complete(0, stream))
      return () => {}
    },
  }
}
