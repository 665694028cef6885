/** Streams that keep unread bytes, or bytes that the peer does not take, without a limit. */
import { type Backend, NetError, afterMicrotasks, readBytes } from '@chrome-socket/api/backend'
import { connectedStreams, completionOf } from './changed-sockets.ts'
import type { Mutant } from './mutant.ts'

export const streamBackpressureMutants: readonly Mutant<Backend>[] = [
  {
    name: 'reads ahead without bound',
    change: connectedStreams((inner, life) => {
      const kept: [number, Uint8Array<ArrayBuffer>][] = []
      let asked: [number, (result: number, bytes: Uint8Array<ArrayBuffer>) => void] | undefined
      let started = false
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
        readBytes(inner, 65_536, (result, bytes) => {
          kept.push([result, bytes])
          if (result > 0) ahead()
          serve()
        })
      }
      return {
        read(max, reader) {
          const done = completionOf(reader)
          if (life.closed) {
            afterMicrotasks(() => done(NetError.ERR_CONNECTION_CLOSED, new Uint8Array(0)))
            return
          }
          asked = [max, done]
          if (!started) ahead()
          started = true
          afterMicrotasks(serve)
        },
        close() {
          kept.length = 0
          inner.close()
        },
      }
    }),
    fails: [
      'hasEnded: once the end is all that a read would give',
      'backpressure: it stays so after reading began and stopped',
    ],
  },
  {
    name: 'takes writes without bound',
    change: connectedStreams((inner, life) => {
      let failed: number | undefined
      return {
        write(bytes, done) {
          const copy = bytes.slice()
          if (!life.closed && copy.length === 65_536) {
            inner.write(copy, (result) => {
              if (result < 0) failed = result
            })
            afterMicrotasks(() => done(failed ?? bytes.length))
          } else inner.write(bytes, done)
        },
      }
    }),
    fails: ['backpressure: writes to a peer that does not read are held up'],
  },
]
