/**
 * Streams around a stream, for a TLS provider to run over. One is slower and gives smaller pieces than any network; the
 * other notes calls that break the contract.
 */
import type { ByteStream } from '@chrome-socket/api/backend'

/** Gives one byte per read, and has each write wait for a timer. */
export function reluctant(inner: ByteStream): ByteStream {
  return {
    local: inner.local,
    peer: inner.peer,
    read(_max, reader) {
      inner.read(1, reader)
    },
    write(bytes, done) {
      const copy = bytes.slice()
      setTimeout(() => {
        inner.write(copy, done)
      }, 1)
    },
    close() {
      inner.close()
    },
  }
}

export interface Watched {
  readonly stream: ByteStream
  /** The calls of its user that break the contract. */
  readonly faults: string[]
  readonly closes: () => number
}

/** Notes the calls of its user that break the contract. */
export function watched(inner: ByteStream): Watched {
  const faults: string[] = []
  let reading = false
  let closes = 0
  const stream: ByteStream = {
    local: inner.local,
    peer: inner.peer,
    read(max, reader) {
      if (reading) faults.push('a read while one is pending')
      if (!Number.isInteger(max) || max < 1) faults.push(`a read of ${max}`)
      reading = true
      inner.read(max, {
        completeRead(result, data) {
          reading = false
          reader.completeRead(result, data)
        },
      })
    },
    write(bytes, done) {
      const copy = bytes.slice()
      inner.write(bytes, (result) => {
        if (result >= 0 && bytes.some((byte, index) => byte !== copy[index])) {
          faults.push('written bytes were changed before the completion')
        }
        done(result)
      })
    },
    close() {
      closes += 1
      inner.close()
    },
  }
  return { stream, faults, closes: () => closes }
}
