/**
 * Streams that break rules 3 and 4 in writes: borrowed bytes, lengths, order.
 */
import { type Backend, afterMicrotasks, readBytes } from '@chrome-socket/api/backend'
import { connectedStreams, completionOf } from './changed-sockets.ts'
import type { Mutant } from './mutant.ts'

export const streamWriteMutants: readonly Mutant<Backend>[] = [
  {
    name: 'looks at written bytes after the completion',
    change: connectedStreams((inner) => ({
      write(bytes, done) {
        if (bytes.length !== 10_000) {
          inner.write(bytes, done)
          return
        }
        afterMicrotasks(() => {
          setTimeout(() => inner.write(bytes, () => {}), 2)
          done(bytes.length)
        })
      },
    })),
    fails: ['write: bytes are not looked at after the completion'],
  },
  {
    name: 'wipes written bytes',
    change: connectedStreams((inner) => ({
      write(bytes, done) {
        inner.write(bytes, (result) => {
          if (bytes.length === 60_000) bytes.fill(0)
          done(result)
        })
      },
    })),
    fails: ['write: what is written stays as it was'],
  },
  {
    name: 'writes all of the buffer of a view',
    change: connectedStreams((inner) => ({
      write(bytes, done) {
        inner.write(bytes.length === 5 ? new Uint8Array(bytes.buffer) : bytes, (result) => {
          done(bytes.length === 5 ? Math.min(5, result) : result)
        })
      },
    })),
    fails: ['write: of a view, only what it shows is sent'],
  },
  {
    name: 'reports short writes',
    change: connectedStreams((inner) => ({
      write(bytes, done) {
        inner.write(bytes.length === 1_048_577 ? bytes.subarray(0, 65_536) : bytes, done)
      },
    })),
    fails: ['write: completes with the full length'],
  },
  {
    name: 'loses the end of a large write',
    change: connectedStreams((inner) => ({
      write(bytes, done) {
        const sent = bytes.length === 8_388_608 ? bytes.subarray(0, -1) : bytes
        inner.write(sent, (result) => done(result < 0 ? result : bytes.length))
      },
    })),
    fails: ['write: a large one completes in full with a slow reader'],
  },
  {
    name: 'sends queued writes out of order',
    change: connectedStreams((inner) => {
      let held: (() => void) | undefined
      return {
        write(bytes, done) {
          if (bytes.length === 977) held = () => inner.write(bytes, done)
          else inner.write(bytes, done)
          if (bytes.length !== 977) {
            held?.()
            held = undefined
          }
        },
      }
    }),
    fails: ['write: queued ones are sent and completed in order'],
  },
  {
    name: 'completes queued writes out of order',
    change: connectedStreams((inner) => ({
      write(bytes, done) {
        inner.write(bytes, (result) => {
          if (bytes.length === 977) setTimeout(() => done(result), 5)
          else done(result)
        })
      },
    })),
    fails: ['write: queued ones are sent and completed in order'],
  },
  {
    name: 'sends a byte for an empty write',
    change: connectedStreams((inner) => ({
      write(bytes, done) {
        inner.write(bytes.length === 0 ? new Uint8Array(1) : bytes, (result) => done(Math.min(result, bytes.length)))
      },
    })),
    fails: ['write: queued ones are sent and completed in order', 'write: an empty one gives 0 and sends nothing'],
  },
  {
    name: 'has a pending read hold up writes',
    change: connectedStreams((inner) => {
      let reading = false
      const waiting: (() => void)[] = []
      return {
        read(max, reader) {
          const done = completionOf(reader)
          reading = true
          readBytes(inner, max, (result, bytes) => {
            reading = false
            for (const write of waiting.splice(0)) write()
            done(result, bytes)
          })
        },
        write(bytes, done) {
          if (reading) waiting.push(() => inner.write(bytes, done))
          else inner.write(bytes, done)
        },
      }
    }),
    fails: ['a pending read holds up no write'],
  },
]
