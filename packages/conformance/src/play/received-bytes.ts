/**
 * Collects the bytes that the TCP sockets of chrome.sockets receive. The system decides how a stream is cut into
 * events, so a trace has all bytes of a socket in one line, which is the same each time.
 */
import type { Events } from './events.ts'
import { showBytes } from './trace-text.ts'
import type { TraceText } from './trace-text.ts'
import type { TraceWriter } from './trace-writer.ts'

interface Received {
  readonly chunks: Uint8Array[]
  length: number
  /** The result of onReceiveError. */
  end?: number
}

export class ReceivedBytes {
  readonly #events: Events
  readonly #text: TraceText
  readonly #writer: TraceWriter
  readonly #bySocket: Map<number, Received> = new Map()
  #isCollecting = false

  constructor(events: Events, text: TraceText, writer: TraceWriter) {
    this.#events = events
    this.#text = text
    this.#writer = writer
  }

  /** Collects the bytes and the ends of all sockets from now on. */
  collect(): void {
    if (this.#isCollecting) return
    this.#isCollecting = true
    this.#events.listen('tcp.onReceive', ({ socketId, data = new ArrayBuffer(0) }) => {
      const received = this.#of(socketId)
      received.chunks.push(new Uint8Array(data))
      received.length += data.byteLength
    })
    this.#events.listen('tcp.onReceiveError', ({ socketId, resultCode = 0 }) => {
      this.#of(socketId).end = resultCode
    })
  }

  /** Waits until a socket has received `length` bytes or its end, and writes all of it. */
  async received(socketId: number, length: number): Promise<void> {
    const isComplete = await this.#events.until(() => {
      const { length: now, end } = this.#of(socketId)
      return now >= length || end !== undefined
    })
    this.#write(socketId, isComplete ? '' : ', then nothing')
  }

  /** Writes the bytes and ends that `received` has not written. */
  writeRest(): void {
    for (const socketId of this.#bySocket.keys()) this.#write(socketId, '')
  }

  #of(socketId = 0): Received {
    const received = this.#bySocket.get(socketId) ?? { chunks: [], length: 0 }
    this.#bySocket.set(socketId, received)
    return received
  }

  #write(socketId: number, withoutEnd: string): void {
    const { chunks, length, end } = this.#of(socketId)
    this.#bySocket.delete(socketId)
    const bytes = new Uint8Array(length)
    let at = 0
    for (const chunk of chunks) {
      bytes.set(chunk, at)
      at += chunk.length
    }
    const ending = end === undefined ? withoutEnd : `, then ${end}`
    this.#writer.line(`all received by ${this.#text.show(socketId, 'socketId', 'tcp')}: ${showBytes(bytes)}${ending}`)
  }
}
