/**
 * Backends whose streams break one rule each, and the cases that must see it. Names are those of the stream suite.
 */
import { type Backend, NetError, afterMicrotasks } from '@chrome-socket/api'
import { connectedStreams } from './broken-backend.ts'

export interface Mutant {
  readonly name: string
  readonly change: (backend: Backend) => Backend
  /** Exactly these cases fail. */
  readonly fails: readonly string[]
}

const nothing = new Uint8Array(0)

const streamMutants: readonly Mutant[] = [
  {
    name: 'completes an empty write inside the call',
    change: connectedStreams((inner) => ({
      write(bytes, done) {
        if (bytes.length === 0 && inner.setNoDelay(true)) done(0)
        else inner.write(bytes, done)
      },
    })),
    fails: ['stream: no completion comes inside the call that asks for it'],
  },
  {
    name: 'completes an empty write in a microtask',
    change: connectedStreams((inner) => ({
      write(bytes, done) {
        if (bytes.length === 0 && inner.setNoDelay(true)) queueMicrotask(() => done(0))
        else inner.write(bytes, done)
      },
    })),
    fails: [
      "stream: no completion comes in a microtask of the caller's turn",
      'stream: a call made inside a completion is answered after the microtasks of that',
    ],
  },
  {
    name: 'completes writes twice',
    change: connectedStreams((inner) => ({
      write(bytes, done) {
        inner.write(bytes, (result) => {
          done(result)
          afterMicrotasks(() => done(result))
        })
      },
    })),
    fails: [
      'stream: each completion comes exactly once',
      'a peer that has closed: writes fail before long, each completes once, and it stays so',
    ],
  },
  {
    name: 'completes a closed read once more, with the end',
    change: connectedStreams((inner) => ({
      read(max, done) {
        inner.read(max, (result, bytes) => {
          done(result, bytes)
          if (result === NetError.ERR_CONNECTION_CLOSED) afterMicrotasks(() => done(0, nothing))
        })
      },
    })),
    fails: [
      'stream: each completion comes exactly once',
      'close: once more is harmless, and nothing comes afterwards',
      'close: inside the completion of a read',
    ],
  },
  {
    name: 'forgets a pending read at close',
    change: connectedStreams((inner) => {
      let closed = false
      return {
        read(max, done) {
          const late = closed
          inner.read(max, (result, bytes) => {
            if (late || !closed) done(result, bytes)
          })
        },
        close() {
          closed = true
          inner.close()
        },
      }
    }),
    fails: [
      'stream: each completion comes exactly once',
      'close: a pending read completes with ERR_CONNECTION_CLOSED',
      'close: a pending read and a pending write both complete',
      'close: once more is harmless, and nothing comes afterwards',
    ],
  },
  {
    name: 'completes a pending read with the end at close',
    change: connectedStreams((inner) => {
      let closed = false
      return {
        read(max, done) {
          const late = closed
          inner.read(max, (result, bytes) => done(late || !closed ? result : 0, bytes))
        },
        close() {
          closed = true
          inner.close()
        },
      }
    }),
    fails: [
      'close: a pending read completes with ERR_CONNECTION_CLOSED',
      'close: a pending read and a pending write both complete',
      'close: once more is harmless, and nothing comes afterwards',
    ],
  },
  {
    name: 'completes pending writes with their length at close',
    change: connectedStreams((inner) => {
      let closed = false
      return {
        write(bytes, done) {
          const late = closed
          inner.write(bytes, (result) => done(late || !closed ? result : bytes.length))
        },
        close() {
          closed = true
          inner.close()
        },
      }
    }),
    fails: [
      'close: pending writes complete with ERR_CONNECTION_CLOSED, in order',
      'close: a pending read and a pending write both complete',
    ],
  },
  {
    name: 'calls after close complete with another error',
    change: connectedStreams((inner) => {
      let closed = false
      return {
        write(bytes, done) {
          const late = closed
          inner.write(bytes, (result) => done(late ? NetError.ERR_SOCKET_NOT_CONNECTED : result))
        },
        close() {
          closed = true
          inner.close()
        },
      }
    }),
    fails: ['close: later calls complete with ERR_CONNECTION_CLOSED'],
  },
  {
    name: 'throws at the second close',
    change: connectedStreams((inner) => {
      let closed = false
      return {
        close() {
          if (closed) throw new Error('closed already')
          closed = true
          inner.close()
        },
      }
    }),
    fails: ['close: once more is harmless, and nothing comes afterwards'],
  },
  {
    name: 'resets instead of closing',
    change: connectedStreams((inner) => ({
      close() {
        ;(inner as unknown as { reset(): void }).reset()
      },
    })),
    fails: [
      'close: the peer sees the end',
      'close: bytes whose write has completed reach the peer, then the end',
      'close: inside the completion of a write, its bytes still reach the peer',
    ],
  },
  {
    name: 'forgets its addresses when it is closed',
    change: connectedStreams((inner) => {
      let { local } = inner
      return {
        get local() {
          return local
        },
        close() {
          local = { address: '', port: 0 }
          inner.close()
        },
      }
    }),
    fails: ['close: local and peer are still known'],
  },
  {
    name: 'reads into a buffer that it uses again',
    change: connectedStreams((inner) => {
      const pool = new Uint8Array(262_144)
      return {
        read(max, done) {
          inner.read(max, (result, bytes) => {
            // Once it has been transferred there is nothing left to read into.
            if (pool.length === 0) return
            pool.set(bytes)
            done(result, pool.subarray(0, bytes.length))
          })
        },
      }
    }),
    fails: [
      'read: the buffer is as long as the bytes',
      'read: bytes may be overwritten and transferred, and reading goes on',
      'read: bytes stay as they are while reading goes on',
    ],
  },
  {
    name: 'gives bytes in a longer buffer of their own',
    change: connectedStreams((inner) => ({
      read(max, done) {
        inner.read(max, (result, bytes) => {
          const longer = new Uint8Array(bytes.length + 8)
          longer.set(bytes)
          done(result, longer.subarray(0, bytes.length))
        })
      },
    })),
    fails: ['read: the buffer is as long as the bytes'],
  },
  {
    name: 'gives bytes with the end',
    change: connectedStreams((inner) => ({
      read(max, done) {
        inner.read(max, (result, bytes) => done(result, result > 0 ? bytes : new Uint8Array(1)))
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
      read(max, done) {
        inner.read(Math.max(max, 4), done)
      },
    })),
    fails: [
      'close: inside the completion of a read',
      'read: never more than asked for, and as many as the result says',
      'reads of one byte in a row, with timers firing meanwhile',
    ],
  },
  {
    name: 'looks at written bytes after the completion',
    change: connectedStreams((inner) => ({
      write(bytes, done) {
        if (bytes.length !== 10_000) {
          inner.write(bytes, done)
          return
        }
        afterMicrotasks(() => done(bytes.length))
        setTimeout(() => inner.write(bytes, () => {}), 2)
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
        read(max, done) {
          reading = true
          inner.read(max, (result, bytes) => {
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
  {
    name: 'reports the end as a closed connection',
    change: connectedStreams((inner) => ({
      read(max, done) {
        inner.read(max, (result, bytes) => done(result === 0 ? NetError.ERR_CONNECTION_CLOSED : result, bytes))
      },
    })),
    fails: [
      'end: all that the peer sent is read, then each read gives 0',
      'end: a pending read gives 0',
      'end: writing goes on after the peer has ended its side',
      'a peer that has closed: writes fail before long, each completes once, and it stays so',
    ],
  },
  {
    name: 'reports the end once only',
    change: connectedStreams((inner) => {
      let ended = false
      return {
        read(max, done) {
          if (ended) return
          inner.read(max, (result, bytes) => {
            ended = result === 0
            done(result, bytes)
          })
        },
      }
    }),
    fails: [
      'stream: each completion comes exactly once',
      'read: a result that is no count comes without bytes',
      'end: all that the peer sent is read, then each read gives 0',
    ],
  },
  {
    name: 'closes when the peer ends its side',
    change: connectedStreams((inner) => ({
      read(max, done) {
        inner.read(max, (result, bytes) => {
          if (result === 0) inner.close()
          done(result, bytes)
        })
      },
    })),
    fails: [
      'end: all that the peer sent is read, then each read gives 0',
      'end: writing goes on after the peer has ended its side',
    ],
  },
  {
    name: 'reports a reset as the end',
    change: connectedStreams((inner) => ({
      read(max, done) {
        inner.read(max, (result, bytes) => done(result === NetError.ERR_CONNECTION_RESET ? 0 : result, bytes))
      },
    })),
    fails: [
      'reset: a pending read fails with ERR_CONNECTION_RESET, as do later ones',
      'reset: with nothing pending, the next read fails',
    ],
  },
  {
    name: "reports a reset with the system's number",
    change: connectedStreams((inner) => ({
      write(bytes, done) {
        inner.write(bytes, (result) => done(result === NetError.ERR_CONNECTION_RESET ? -104 : result))
      },
    })),
    fails: ['reset: pending writes and later ones fail'],
  },
  {
    name: 'reads ahead without bound',
    change: connectedStreams((inner) => {
      const kept: [number, Uint8Array<ArrayBuffer>][] = []
      let asked: [number, (result: number, bytes: Uint8Array<ArrayBuffer>) => void] | undefined
      let started = false
      let closed = false
      const serve = (): void => {
        const first = kept[0]
        if (asked === undefined || first === undefined) return
        const [max, done] = asked
        asked = undefined
        const [result, bytes] = first
        if (result <= 0) done(result, bytes)
        else {
          kept.shift()
          if (result > max) kept.unshift([result - max, bytes.slice(max)])
          done(Math.min(max, result), bytes.slice(0, max))
        }
      }
      const ahead = (): void => {
        inner.read(65_536, (result, bytes) => {
          kept.push([result, bytes])
          if (result > 0) ahead()
          serve()
        })
      }
      return {
        read(max, done) {
          if (closed) {
            afterMicrotasks(() => done(NetError.ERR_CONNECTION_CLOSED, nothing))
            return
          }
          asked = [max, done]
          if (!started) ahead()
          started = true
          afterMicrotasks(serve)
        },
        close() {
          closed = true
          kept.length = 0
          inner.close()
        },
      }
    }),
    fails: ['backpressure: it stays so after reading began and stopped'],
  },
  {
    name: 'takes writes without bound',
    change: connectedStreams((inner) => {
      let closed = false
      let failed: number | undefined
      return {
        write(bytes, done) {
          const copy = bytes.slice()
          if (!closed && copy.length === 65_536) {
            inner.write(copy, (result) => {
              if (result < 0) failed = result
            })
            afterMicrotasks(() => done(failed ?? bytes.length))
          } else inner.write(bytes, done)
        },
        close() {
          closed = true
          inner.close()
        },
      }
    }),
    fails: ['backpressure: writes to a peer that does not read are held up'],
  },
]

/** A loop of completions that lets nothing else have a turn; for the two cases that count timers. */
export const starvingMutant: Mutant = {
  name: 'starves timers',
  change: connectedStreams((inner) => {
    let closed = false
    let queue: (() => void)[] = []
    const run = (): void => {
      const tasks = queue
      queue = []
      for (const task of tasks) task()
      if (queue.length > 0) process.nextTick(run)
    }
    return {
      write(bytes, done) {
        if (closed || bytes.length !== 16) {
          inner.write(bytes, done)
          return
        }
        if (queue.length === 0) process.nextTick(run)
        queue.push(() => done(16))
      },
      close() {
        closed = true
        inner.close()
      },
    }
  }),
  fails: ['a million small writes, with timers firing meanwhile and memory bounded'],
}

export const connectedStreamMutants: readonly Mutant[] = [...streamMutants, starvingMutant].map(
  ({ name, change, fails }) => ({ name, change, fails: fails.map((each) => `connected stream: ${each}`) }),
)
