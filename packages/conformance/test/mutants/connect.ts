/**
 * Backends that connect wrongly: errors, cancelling, addresses, options.
 */
import { type Backend, NetError, type TcpStream, afterMicrotasks } from '@chrome-socket/api/backend'
import { connectedStreams } from './changed-sockets.ts'
import type { Mutant } from './mutant.ts'

export const connectMutants: readonly Mutant<Backend>[] = [
  {
    name: "refuses with the system's number",
    change: (backend) => ({
      ...backend,
      connect: (to, done) =>
        backend.connect(to, (result, stream) => {
          done(result === NetError.ERR_CONNECTION_REFUSED ? -111 : result, stream)
        }),
    }),
    fails: ['connect: to where nobody listens gives ERR_CONNECTION_REFUSED'],
  },
  {
    name: 'calls what is unreachable a failure',
    change: (backend) => ({
      ...backend,
      connect: (to, done) =>
        backend.connect(to, (result, stream) => {
          done(result === NetError.ERR_ADDRESS_UNREACHABLE ? NetError.ERR_FAILED : result, stream)
        }),
    }),
    fails: ['connect: to where no route leads gives ERR_ADDRESS_UNREACHABLE'],
  },
  {
    name: 'completes a refused connect twice',
    change: (backend) => ({
      ...backend,
      connect: (to, done) =>
        backend.connect(to, (result, stream) => {
          done(result, stream)
          if (stream === undefined) afterMicrotasks(() => done(result))
        }),
    }),
    fails: ['connect: each completion comes exactly once'],
  },
  {
    name: 'completes a cancelled connect with ERR_ABORTED',
    change: (backend) => ({
      ...backend,
      connect(to, done) {
        let over = false
        const cancel = backend.connect(to, (result, stream) => {
          over = true
          done(result, stream)
        })
        return () => {
          cancel()
          if (!over) afterMicrotasks(() => done(NetError.ERR_ABORTED))
        }
      },
    }),
    fails: [
      'connect: a cancelled one does not complete and leaves no connection',
      'connect: a refused one that was cancelled does not complete',
    ],
  },
  {
    name: 'leaves the connection of a cancelled connect open',
    change: (backend) => ({
      ...backend,
      connect(to, done) {
        let cancelled = false
        backend.connect(to, (result, stream) => {
          if (!cancelled) done(result, stream)
        })
        return () => {
          cancelled = true
        }
      },
    }),
    fails: ['connect: a cancelled one does not complete and leaves no connection'],
  },
  {
    name: 'closes the stream of a connect that is cancelled too late',
    change: (backend) => ({
      ...backend,
      connect(to, done) {
        let opened: TcpStream | undefined
        const cancel = backend.connect(to, (result, stream) => {
          opened = stream
          done(result, stream)
        })
        return () => {
          cancel()
          opened?.close()
        }
      },
    }),
    fails: ['connect: cancelling what has completed leaves the stream alone'],
  },
  {
    name: 'has local and peer the wrong way round',
    change: connectedStreams(({ local, peer }) => ({ local: peer, peer: local })),
    fails: [
      'connect: both ends know each other (IPv4)',
      'connect: both ends know each other (IPv6)',
      'connect: many at once',
    ],
  },
  {
    name: 'cannot set options',
    change: connectedStreams(() => ({ setKeepAlive: () => false })),
    fails: ['connect: TCP_NODELAY and keepalive can be set'],
  },
  {
    name: 'sets the options of a closed stream in name',
    change: connectedStreams(() => ({ setNoDelay: () => true, setKeepAlive: () => true })),
    fails: ['connect: TCP_NODELAY and keepalive of a closed stream cannot be set'],
  },
]
