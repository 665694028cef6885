/**
 * Streams that report the peer's FIN or RST wrongly.
 */
import { type Backend, NetError, readBytes } from '@chrome-socket/api/backend'
import { connectedStreams, completionOf } from './changed-sockets.ts'
import type { Mutant } from './mutant.ts'

export const streamEndMutants: readonly Mutant<Backend>[] = [
  {
    name: 'reports the end as a closed connection',
    change: connectedStreams((inner) => ({
      read(max, reader) {
        const done = completionOf(reader)
        readBytes(inner, max, (result, bytes) => done(result === 0 ? NetError.ERR_CONNECTION_CLOSED : result, bytes))
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
        read(max, reader) {
          const done = completionOf(reader)
          if (ended) return
          readBytes(inner, max, (result, bytes) => {
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
      read(max, reader) {
        const done = completionOf(reader)
        readBytes(inner, max, (result, bytes) => {
          if (result === 0) inner.close()
          done(result, bytes)
        })
      },
    })),
    fails: [
      'end: all that the peer sent is read, then each read gives 0',
      'end: writing goes on after the peer has ended its side',
      'hasEnded: once the end is all that a read would give',
    ],
  },
  {
    name: 'reports a reset as the end',
    change: connectedStreams((inner) => ({
      read(max, reader) {
        const done = completionOf(reader)
        readBytes(inner, max, (result, bytes) => done(result === NetError.ERR_CONNECTION_RESET ? 0 : result, bytes))
      },
    })),
    fails: [
      'reset: a pending read fails with ERR_CONNECTION_RESET, as do later ones',
      'reset: with nothing pending, the next read fails',
    ],
  },
  {
    name: 'has ended while bytes are unread',
    change: connectedStreams((inner) => ({
      get hasEnded() {
        return inner.peerHasEnded === true
      },
    })),
    fails: ['hasEnded: once the end is all that a read would give'],
  },
  {
    name: 'has a peer that has ended only once all bytes are read',
    change: connectedStreams((inner) => ({
      get peerHasEnded() {
        return inner.hasEnded === true
      },
    })),
    fails: ['peerHasEnded: as soon as the peer has ended'],
  },
  {
    name: 'has not ended after a reset',
    change: connectedStreams((inner) => {
      let isReset = false
      return {
        read(max, reader) {
          const done = completionOf(reader)
          readBytes(inner, max, (result, bytes) => {
            isReset ||= result < 0
            done(result, bytes)
          })
        },
        get hasEnded() {
          return !isReset && inner.hasEnded === true
        },
        get peerHasEnded() {
          return !isReset && inner.peerHasEnded === true
        },
      }
    }),
    fails: ['reset: hasEnded and peerHasEnded after the read that failed'],
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
]
