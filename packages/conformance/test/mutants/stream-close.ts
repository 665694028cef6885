/**
 * Streams that break rule 2: `close` completes too much, too little, or too late.
 */
import { type Backend, NetError, type TcpStream, afterMicrotasks, readBytes } from '@chrome-socket/api/backend'
import { type Change, connectedStreams, completionOf } from './changed-sockets.ts'
import type { Mutant } from './mutant.ts'

/** Does what a system does when a socket is closed with bytes unread (RFC 1122, section 4.2.2.13). */
export const resetIfUnread: Change<TcpStream> = (inner) => ({
  close() {
    const { unread, reset } = inner as TcpStream & { readonly unread: number; reset(): void }
    if (unread > 0) reset.call(inner)
    else inner.close()
  },
})

export const streamCloseMutants: readonly Mutant<Backend>[] = [
  {
    name: 'forgets a pending read at close',
    change: connectedStreams((inner, life) => ({
      read(max, reader) {
        const done = completionOf(reader)
        const late = life.closed
        readBytes(inner, max, (result, bytes) => {
          if (late || !life.closed) done(result, bytes)
        })
      },
    })),
    fails: [
      'stream: each completion comes exactly once',
      'close: a pending read completes with ERR_CONNECTION_CLOSED',
      'close: a pending read and a pending write both complete',
      'close: once more is harmless, and nothing comes afterwards',
    ],
  },
  {
    name: 'completes a pending read with the end at close',
    change: connectedStreams((inner, life) => ({
      read(max, reader) {
        const done = completionOf(reader)
        const late = life.closed
        readBytes(inner, max, (result, bytes) => done(late || !life.closed ? result : 0, bytes))
      },
    })),
    fails: [
      'close: a pending read completes with ERR_CONNECTION_CLOSED',
      'close: a pending read and a pending write both complete',
      'close: once more is harmless, and nothing comes afterwards',
    ],
  },
  {
    name: 'completes pending writes with their length at close',
    change: connectedStreams((inner, life) => ({
      write(bytes, done) {
        const late = life.closed
        inner.write(bytes, (result) => done(late || !life.closed ? result : bytes.length))
      },
    })),
    fails: [
      'close: pending writes complete with ERR_CONNECTION_CLOSED, in order',
      'close: a pending read and a pending write both complete',
    ],
  },
  {
    name: 'calls after close complete with another error',
    change: connectedStreams((inner, life) => ({
      write(bytes, done) {
        const late = life.closed
        inner.write(bytes, (result) => done(late ? NetError.ERR_SOCKET_NOT_CONNECTED : result))
      },
    })),
    fails: ['close: later calls complete with ERR_CONNECTION_CLOSED'],
  },
  {
    name: 'throws at the second close',
    change: connectedStreams((inner, life) => ({
      close() {
        if (life.closed) throw new Error('closed already')
        inner.close()
      },
    })),
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
      'close: with bytes that nobody has read, the peer sees the end',
      'close: inside the completion of a read, with more unread, the peer sees the end',
      'close: directly after the peer has sent, the peer sees the end',
    ],
  },
  {
    name: 'resets when it closes with bytes unread',
    change: connectedStreams(resetIfUnread),
    fails: [
      'close: with bytes that nobody has read, the peer sees the end',
      'close: inside the completion of a read, with more unread, the peer sees the end',
      'close: directly after the peer has sent, the peer sees the end',
    ],
  },
  {
    name: 'goes on receiving into the buffer of the last read when it is closed',
    change: connectedStreams((inner) => {
      let last = new Uint8Array(0)
      return {
        read(max, reader) {
          const done = completionOf(reader)
          readBytes(inner, max, (result, bytes) => {
            last = bytes
            done(result, bytes)
          })
        },
        close() {
          inner.close()
          // A reader may have transferred the buffer.
          afterMicrotasks(() => last.length > 0 && last.fill(0))
        },
      }
    }),
    fails: ['close: inside the completion of a read, its bytes stay as they are'],
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
]
