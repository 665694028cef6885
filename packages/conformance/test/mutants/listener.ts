/**
 * Backends that listen or accept wrongly.
 */
import { type Backend, NetError, type TcpStream, afterMicrotasks } from '@chrome-socket/api/backend'
import { acceptedStreams, listeners } from './changed-sockets.ts'
import type { Mutant } from './mutant.ts'
import { resetIfUnread } from './stream-close.ts'

export const listenerMutants: readonly Mutant<Backend>[] = [
  {
    name: 'accepts in a microtask',
    change: listeners((inner, life) => {
      const ready: TcpStream[] = []
      const waiting: ((result: number, stream?: TcpStream) => void)[] = []
      const ahead = (): void => {
        inner.accept((result, stream) => {
          const done = waiting.shift()
          if (stream === undefined) return void done?.(result)
          if (done) done(result, stream)
          else ready.push(stream)
          ahead()
        })
      }
      ahead()
      return {
        accept(done) {
          const stream = ready.shift()
          if (stream) queueMicrotask(() => done(0, stream))
          else if (life.closed) afterMicrotasks(() => done(NetError.ERR_CONNECTION_CLOSED))
          else waiting.push(done)
        },
        close() {
          for (const stream of ready.splice(0)) stream.close()
          inner.close()
        },
      }
    }),
    fails: [
      "listener: no completion comes in a microtask of the caller's turn",
      'listener: a call made inside a completion is answered after the microtasks of that',
    ],
  },
  {
    name: 'forgets a pending accept at close',
    change: listeners((inner, life) => ({
      accept(done) {
        const late = life.closed
        inner.accept((result, stream) => {
          if (late || !life.closed || stream) done(result, stream)
        })
      },
    })),
    fails: [
      'listener: each completion comes exactly once',
      'listener: close completes a pending accept with ERR_CONNECTION_CLOSED, once',
    ],
  },
  {
    name: 'leaves unaccepted connections open at close',
    change: listeners((inner, life) => {
      let pending = false
      return {
        accept(done) {
          if (life.closed) return void afterMicrotasks(() => done(NetError.ERR_CONNECTION_CLOSED))
          pending = true
          inner.accept((result, stream) => {
            pending = false
            done(result, stream)
          })
        },
        close() {
          if (!pending && !life.closed) inner.accept(() => {})
          afterMicrotasks(() => inner.close())
        },
      }
    }),
    fails: ['listener: close also closes the connections that nobody has accepted'],
  },
  {
    name: 'closes accepted connections with the listener',
    change: listeners((inner) => {
      const accepted: TcpStream[] = []
      return {
        accept(done) {
          inner.accept((result, stream) => {
            if (stream) accepted.push(stream)
            done(result, stream)
          })
        },
        close() {
          inner.close()
          for (const stream of accepted) stream.close()
        },
      }
    }),
    fails: ['listener: close leaves accepted connections open'],
  },
  {
    name: 'resets accepted connections that are closed with bytes unread',
    change: acceptedStreams(resetIfUnread),
    fails: [
      'listener: streams that are closed inside the completion of accept end for their peers, with bytes that waited',
    ],
  },
  {
    name: 'does not free the port',
    change: (backend) =>
      listeners((inner) => ({
        close() {
          inner.close()
          backend.listen?.(inner.local, 1, () => {})
        },
      }))(backend),
    fails: [
      'listener: after close connections are refused, and the port is free',
      'listener: a cancelled listen does not complete and leaves the port free',
      'close: nothing stays open',
    ],
  },
  {
    name: 'listens elsewhere when the address is not its own',
    change: (backend) => ({
      ...backend,
      listen: (at, backlog, done) =>
        backend.listen?.(at.address === '192.0.2.1' ? { ...at, address: '0.0.0.0' } : at, backlog, done) ?? (() => {}),
    }),
    fails: ['listener: an address not of this host gives ERR_ADDRESS_INVALID'],
  },
  {
    name: 'calls an address in use invalid',
    change: (backend) => ({
      ...backend,
      listen: (at, backlog, done) =>
        backend.listen?.(at, backlog, (result, listener) => {
          done(result === NetError.ERR_ADDRESS_IN_USE ? NetError.ERR_ADDRESS_INVALID : result, listener)
        }) ?? (() => {}),
    }),
    fails: ['listener: an address in use gives ERR_ADDRESS_IN_USE'],
  },
  {
    name: 'keeps the port of a cancelled listen',
    change: (backend) => ({
      ...backend,
      listen(at, backlog, done) {
        let cancelled = false
        backend.listen?.(at, backlog, (result, listener) => {
          if (!cancelled) done(result, listener)
        })
        return () => {
          cancelled = true
        }
      },
    }),
    fails: ['listener: a cancelled listen does not complete and leaves the port free'],
  },
]
