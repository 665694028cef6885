/** Streams that break rule 3 in reads: the reader does not own its buffer, or gets more bytes than it asked for. */
import { type Backend, readBytes } from '@chrome-socket/api/backend'
import { connectedStreams, completionOf } from './changed-sockets.ts'
import type { Mutant } from './mutant.ts'

export const streamReadMutants: readonly Mutant<Backend>[] = [
  {
    name: 'reads into a buffer that it uses again',
    change: connectedStreams((inner) => {
      const pool = new Uint8Array(262_144)
      return {
        read(max, reader) {
          const done = completionOf(reader)
          readBytes(inner, max, (result, bytes) => {
            // After a transfer the buffer has no room to read into.
            if (pool.length === 0) return
            if (result <= 0) return done(result, bytes)
            pool.set(bytes)
            done(result, pool.subarray(0, bytes.length))
          })
        },
      }
    }),
    fails: [
      'close: inside the completion of a read, its bytes stay as they are',

      'read: the buffer is as long as the bytes',
      'read: bytes may be overwritten and transferred, and reading goes on',
      'read: bytes stay as they are while reading goes on',
    ],
  },
  {
    name: 'gives bytes in a longer buffer of their own',
    change: connectedStreams((inner) => ({
      read(max, reader) {
        const done = completionOf(reader)
        readBytes(inner, max, (result, bytes) => {
          if (result <= 0) return done(result, bytes)
          const longer = new Uint8Array(bytes.length + 8)
          longer.set(bytes)
          done(result, longer.subarray(0, bytes.length))
        })
      },
    })),
    fails: [
      'close: inside the completion of a read, its bytes stay as they are',
      'read: the buffer is as long as the bytes',
    ],
  },
  {
    name: 'gives bytes with the end',
    change: connectedStreams((inner) => ({
      read(max, reader) {
        const done = completionOf(reader)
        readBytes(inner, max, (result, bytes) => done(result, result > 0 ? bytes : new Uint8Array(1)))
      },
    })),
    fails: [
      'close: a pending read completes with ERR_CONNECTION_CLOSED',
      'read: a result that is no count comes without bytes',
      'reset: a pending read fails with ERR_CONNECTION_RESET, as do later ones',
    ],
  },
  {
    name: 'gives more than was asked for',
    change: connectedStreams((inner) => ({
      read(max, reader) {
        inner.read(Math.max(max, 4), reader)
      },
    })),
    fails: [
      'close: inside the completion of a read',
      'read: never more than asked for, and as many as the result says',
      'hasEnded: once the end is all that a read would give',
      'reads of one byte in a row, with timers firing meanwhile',
    ],
  },
]
