/**
 * Tests the length of a read of the secured stream while records are opened one after another. The test plays the
 * engine. The rules are those of `ByteStream` in the contract: 1 to `max` bytes, in a buffer of their own.
 */
import { describe, expect, it } from 'vitest'
import { NetError, readBytes, type ByteStream } from '@chrome-socket/api/backend'
import type { EngineEvents, EngineState, SecureEngine } from '../src/engine/secure-engine.ts'
import { ReceivedPlaintext } from '../src/records/received-plaintext.ts'
import type { TlsFault } from '../src/wire/fault.ts'
import { TlsStream } from '../src/stream/tls-stream.ts'

class PlayedEngine implements SecureEngine {
  isOpening = false
  state: EngineState = 'open'
  fault: TlsFault | undefined
  readonly buffered = 0
  readonly #events: EngineEvents
  readonly #plaintext = new ReceivedPlaintext()

  constructor(events: EngineEvents) {
    this.#events = events
  }

  get connection(): SecureEngine['connection'] {
    throw new Error('nothing has been agreed on')
  }

  /** Adds the content of an opened record. */
  open(content: Uint8Array): void {
    this.#plaintext.push(content)
    this.#events.changed()
  }

  /** Ends the opening of records. */
  openedAll(): void {
    this.isOpening = false
    this.#events.changed()
  }

  end(state: EngineState, fault?: TlsFault): void {
    this.isOpening = false
    this.state = state
    this.fault = fault
    this.#events.changed()
  }

  isReadable(max: number): boolean {
    return this.#plaintext.isReadable(max, this.isOpening)
  }

  take(max: number): Uint8Array<ArrayBuffer> {
    return this.#plaintext.take(max)
  }

  start(): void {}
  receive(): void {}
  receiveEnd(): void {}
  receiveFailure(): void {}
  write(): void {}
  close(sent: () => void): void {
    sent()
  }
}

const inner: ByteStream = {
  local: { address: '127.0.0.1', port: 1 },
  peer: { address: '127.0.0.1', port: 2 },
  read: () => {},
  write: () => {},
  close: () => {},
}

function started(): { engine: PlayedEngine; stream: TlsStream; reads: (readonly [number, number])[] } {
  let engine: PlayedEngine | undefined
  const stream = new TlsStream(
    inner,
    (events) => (engine = new PlayedEngine(events)),
    () => {},
    () => {},
  )
  if (engine === undefined) throw new Error('no engine was made')
  return { engine, stream, reads: [] }
}

/** Returns content as a cipher does, with the byte of its type behind it. */
const opened = (length: number): Uint8Array => new Uint8Array(length + 1).subarray(0, length)

/** Waits until all data that is at hand has been delivered. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

describe('a read', () => {
  it('waits for the records that are being opened, and returns all of them', async () => {
    const { engine, stream, reads } = started()
    readBytes(stream, 65_536, (result, bytes) => reads.push([result, bytes.buffer.byteLength]))
    engine.isOpening = true
    engine.open(opened(16_384))
    await turns()
    engine.open(opened(16_384))
    await turns()
    expect(reads).toEqual([])
    engine.openedAll()
    await turns()
    expect(reads).toEqual([[32_768, 32_768]])
  })

  it('returns a record at once if it need not be copied', async () => {
    const { engine, stream, reads } = started()
    engine.isOpening = true
    engine.open(new Uint8Array(16_384))
    readBytes(stream, 65_536, (result, bytes) => reads.push([result, bytes.buffer.byteLength]))
    await turns()
    expect(reads).toEqual([[16_384, 16_384]])
  })

  it('stops waiting once it can be filled', async () => {
    const { engine, stream, reads } = started()
    engine.isOpening = true
    engine.open(new Uint8Array(1000))
    readBytes(stream, 1000, (result, bytes) => reads.push([result, bytes.buffer.byteLength]))
    await turns()
    expect(reads).toEqual([[1000, 1000]])
  })

  it('stops waiting at 64 KiB, however many bytes it asks for', async () => {
    const { engine, stream, reads } = started()
    engine.isOpening = true
    readBytes(stream, 10_000_000, (result, bytes) => reads.push([result, bytes.buffer.byteLength]))
    for (let record = 0; record < 4; record += 1) engine.open(opened(16_384))
    await turns()
    expect(reads).toEqual([[65_536, 65_536]])
  })

  it.each([
    ['the end', (engine: PlayedEngine) => engine.end('ended'), 0],
    [
      'a failure',
      (engine: PlayedEngine) => engine.end('failed', { netError: NetError.ERR_SSL_PROTOCOL_ERROR } as never),
      NetError.ERR_SSL_PROTOCOL_ERROR,
    ],
  ])('gives what is there when %s comes, whatever is being opened', async (_, end, result) => {
    const { engine, stream, reads } = started()
    engine.isOpening = true
    engine.open(opened(10))
    readBytes(stream, 100, (length, bytes) => {
      reads.push([length, bytes.buffer.byteLength])
      readBytes(stream, 100, (last) => reads.push([last, 0]))
    })
    await turns()
    expect(reads).toEqual([])
    end(engine)
    await turns()
    expect(reads).toEqual([
      [10, 10],
      [result, 0],
    ])
  })
})
