/**
 * A connection in memory to a scripted server, as a `ByteStream`.
 */
import { afterMicrotasks, NetError, type ByteStream, type Reader } from '@chrome-socket/api/backend'
import type { ScriptedServer } from './conversation.ts'

export interface TransportScript {
  /** The number of bytes for each read of an answer. */
  readonly chunkLength?: number
  /** The number of answers after which the connection ends by `end`: 0, or a net error. */
  readonly endAfter?: number
  readonly end?: number
}

export interface ScriptedTransport {
  readonly stream: ByteStream
  readonly isClosed: () => boolean
}

export function transportTo(server: ScriptedServer, script: TransportScript = {}): ScriptedTransport {
  const { chunkLength = Number.MAX_SAFE_INTEGER, endAfter, end = 0 } = script
  const incoming: Uint8Array[] = []
  let pending: Reader | undefined
  let answers = 0
  let isClosed = false
  const deliver = (): void => {
    const hasEnded = endAfter !== undefined && answers >= endAfter
    if (pending === undefined || (incoming.length === 0 && !hasEnded)) return
    const reader = pending
    pending = undefined
    const bytes = new Uint8Array(incoming.shift() ?? [])
    afterMicrotasks(() => reader.completeRead(bytes.length > 0 ? bytes.length : end, bytes.buffer))
  }
  async function answer(bytes: Uint8Array): Promise<void> {
    const said = await server.receive(bytes)
    for (let at = 0; at < said.length; at += chunkLength) incoming.push(said.slice(at, at + chunkLength))
    if (said.length > 0) answers += 1
    deliver()
  }
  const endpoint = { address: '127.0.0.1', port: 1 }
  const stream: ByteStream = {
    local: endpoint,
    peer: endpoint,
    read(_, reader) {
      pending = reader
      deliver()
    },
    write(bytes, done) {
      const copy = bytes.slice()
      if (isClosed) {
        afterMicrotasks(() => done(NetError.ERR_CONNECTION_CLOSED))
        return
      }
      void answer(copy)
      afterMicrotasks(() => done(bytes.length))
    },
    close: () => (isClosed = true),
  }
  return { stream, isClosed: () => isClosed }
}
