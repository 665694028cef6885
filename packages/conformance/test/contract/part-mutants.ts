/**
 * Backends that break a rule elsewhere than in their streams, and the cases that must see it.
 */
import { type DatagramSocket, type Endpoint, NetError, type TcpStream, afterMicrotasks } from '@chrome-socket/api'
import { connectedStreams, datagramSockets, listeners } from './broken-backend.ts'
import type { Mutant } from './stream-mutants.ts'

const resolveMutants: readonly Mutant[] = [
  {
    name: 'resolves literals inside the call',
    change: (backend) => ({
      ...backend,
      resolve(hostname, done) {
        if (hostname !== '::1') return backend.resolve(hostname, done)
        done(0, [hostname])
        return () => {}
      },
    }),
    fails: ['resolve: no completion comes inside the call that asks for it'],
  },
  {
    name: 'resolves an unknown name to nothing, with OK',
    change: (backend) => ({
      ...backend,
      resolve: (hostname, done) => backend.resolve(hostname, (_, addresses) => done(0, addresses)),
    }),
    fails: [
      'resolve: "nobody.invalid" gives ERR_NAME_NOT_RESOLVED and no address',
      'resolve: "" gives ERR_NAME_NOT_RESOLVED and no address',
    ],
  },
  {
    name: 'resolves to addresses in brackets',
    change: (backend) => ({
      ...backend,
      resolve: (hostname, done) =>
        backend.resolve(hostname, (result, addresses) =>
          done(
            result,
            addresses.map((each) => (each.includes('::1') ? `[${each}]` : each)),
          ),
        ),
    }),
    fails: ['resolve: a literal is its own address', 'resolve: localhost is a loopback address'],
  },
  {
    name: 'completes a cancelled resolve',
    change: (backend) => ({
      ...backend,
      resolve(hostname, done) {
        backend.resolve(hostname, done)
        return () => {}
      },
    }),
    fails: ['resolve: a cancelled one does not complete, however often it is cancelled'],
  },
]

const connectMutants: readonly Mutant[] = [
  {
    name: "refuses with the system's number",
    change: (backend) => ({
      ...backend,
      connect: (to, done) =>
        backend.connect(to, (result, stream) => {
          if (stream === undefined) done(result === NetError.ERR_CONNECTION_REFUSED ? -111 : result)
          else done(result, stream)
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
          if (stream === undefined) done(result === NetError.ERR_ADDRESS_UNREACHABLE ? NetError.ERR_FAILED : result)
          else done(result, stream)
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
          done(result, stream as TcpStream)
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
          done(result, stream as TcpStream)
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
          if (!cancelled) done(result, stream as TcpStream)
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
          done(result, stream as TcpStream)
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
]

const listenerMutants: readonly Mutant[] = [
  {
    name: 'accepts in a microtask',
    change: listeners((inner) => {
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
      let closed = false
      return {
        accept(done) {
          const stream = ready.shift()
          if (stream) queueMicrotask(() => done(0, stream))
          else if (closed) afterMicrotasks(() => done(NetError.ERR_CONNECTION_CLOSED))
          else waiting.push(done)
        },
        close() {
          closed = true
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
    change: listeners((inner) => {
      let closed = false
      return {
        accept(done) {
          const late = closed
          inner.accept((result, stream) => {
            if (late || !closed || stream) done(result, stream as TcpStream)
          })
        },
        close() {
          closed = true
          inner.close()
        },
      }
    }),
    fails: [
      'listener: each completion comes exactly once',
      'listener: close completes a pending accept with ERR_CONNECTION_CLOSED, once',
    ],
  },
  {
    name: 'leaves unaccepted connections open at close',
    change: listeners((inner) => {
      let pending = false
      let closed = false
      return {
        accept(done) {
          if (closed) return void afterMicrotasks(() => done(NetError.ERR_CONNECTION_CLOSED))
          pending = true
          inner.accept((result, stream) => {
            pending = false
            done(result, stream as TcpStream)
          })
        },
        close() {
          if (!pending && !closed) inner.accept(() => {})
          closed = true
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
            done(result, stream as TcpStream)
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
          if (listener) done(result, listener)
          else done(result === NetError.ERR_ADDRESS_IN_USE ? NetError.ERR_ADDRESS_INVALID : result)
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
          if (!cancelled) done(result, listener as NonNullable<typeof listener>)
        })
        return () => {
          cancelled = true
        }
      },
    }),
    fails: ['listener: a cancelled listen does not complete and leaves the port free'],
  },
]

const datagramMutants: readonly Mutant[] = [
  {
    name: 'cuts long datagrams short',
    change: datagramSockets((inner) => ({
      receive(max, done) {
        inner.receive(65_536, (result, bytes, from) => {
          done(Math.min(result, max), bytes.slice(0, max), from)
        })
      },
    })),
    fails: ['datagram: one longer than asked for is consumed and gives ERR_MSG_TOO_BIG'],
  },
  {
    name: 'passes over empty datagrams',
    change: datagramSockets((inner) => {
      const receive: DatagramSocket['receive'] = (max, done) => {
        inner.receive(max, (result, bytes, from) => {
          if (result === 0) receive(max, done)
          else done(result, bytes, from)
        })
      }
      return { receive }
    }),
    fails: ['datagram: each is whole, and empty ones are datagrams'],
  },
  {
    name: 'receives into a buffer that it uses again',
    change: datagramSockets((inner) => {
      const pool = new Uint8Array(65_536)
      return {
        receive(max, done) {
          inner.receive(max, (result, bytes, from) => {
            // Once it has been transferred there is nothing left to read into.
            if (pool.length === 0) return
            pool.set(bytes)
            done(result, pool.subarray(0, bytes.length), from)
          })
        },
      }
    }),
    fails: ['datagram: what is received is in a buffer of its own'],
  },
  {
    name: 'looks at sent bytes after the completion',
    change: datagramSockets((inner) => ({
      send(bytes, to, done) {
        if (bytes.length !== 500) {
          inner.send(bytes, to, done)
          return
        }
        afterMicrotasks(() => done(bytes.length))
        setTimeout(() => inner.send(bytes, to, () => {}), 2)
      },
    })),
    fails: ['datagram: bytes are not looked at after the completion of a send'],
  },
  {
    name: 'has a connected socket receive from anybody',
    change: (backend) => ({
      ...backend,
      openDatagram(options, done) {
        const { connect, ...others } = options
        if (connect === undefined) return backend.openDatagram?.(options, done) ?? (() => {})
        const bind = { address: connect.address, port: 0 }
        return (
          backend.openDatagram?.({ ...others, bind }, (result, socket) => {
            if (socket === undefined) done(result)
            else done(result, connectedInName(socket, connect))
          }) ?? (() => {})
        )
      },
    }),
    fails: [
      'datagram: connected, sends to its peer and receives from it alone (IPv4)',
      'datagram: connected, sends to its peer and receives from it alone (IPv6)',
      'datagram: connected to a closed port, ERR_CONNECTION_REFUSED is reported once and the socket goes on',
    ],
  },
  {
    name: 'closes itself when it is refused',
    change: datagramSockets((inner) => ({
      receive(max, done) {
        inner.receive(max, (result, bytes, from) => {
          if (result === NetError.ERR_CONNECTION_REFUSED) inner.close()
          done(result, bytes, from)
        })
      },
    })),
    fails: ['datagram: connected to a closed port, ERR_CONNECTION_REFUSED is reported once and the socket goes on'],
  },
  {
    name: 'forgets a pending receive at close',
    change: datagramSockets((inner) => {
      let closed = false
      return {
        receive(max, done) {
          const late = closed
          inner.receive(max, (result, bytes, from) => {
            if (late || !closed) done(result, bytes, from)
          })
        },
        close() {
          closed = true
          inner.close()
        },
      }
    }),
    fails: [
      'datagram: each completion comes exactly once',
      'datagram: close completes a pending receive with ERR_CONNECTION_CLOSED, once',
    ],
  },
  {
    name: 'joins no group',
    change: datagramSockets((inner) => ({
      joinGroup(group, done) {
        if (group === '239.255.1.2') afterMicrotasks(() => done(0))
        else inner.joinGroup(group, done)
      },
      leaveGroup(group, done) {
        if (group === '239.255.1.2') inner.leaveGroup(group, () => done(0))
        else inner.leaveGroup(group, done)
      },
    })),
    fails: [
      'datagram: calls after close complete with ERR_CONNECTION_CLOSED',
      'group: datagrams come while it is joined (IPv4)',
      'group: one that was not joined cannot be left',
    ],
  },
  {
    name: 'ignores the loopback option',
    change: (backend) => ({
      ...backend,
      openDatagram: (options, done) =>
        backend.openDatagram?.({ ...options, multicastLoopback: true }, done) ?? (() => {}),
    }),
    fails: ['group: with loopback off, nothing comes back'],
  },
  {
    name: 'sends to the other family in vain',
    change: datagramSockets((inner) => ({
      send(bytes, to, done) {
        inner.send(bytes, to, (result) => done(result === NetError.ERR_ADDRESS_UNREACHABLE ? bytes.length : result))
      },
    })),
    fails: ['datagram: a send to the other family gives ERR_ADDRESS_UNREACHABLE'],
  },
]

/** A bound socket that passes for one connected to `peer`. */
function connectedInName(socket: DatagramSocket, peer: Endpoint): DatagramSocket {
  return {
    local: socket.local,
    peer,
    receive: (max, done) => socket.receive(max, done),
    send: (bytes, _, done) => socket.send(bytes, peer, done),
    joinGroup: (group, done) => socket.joinGroup(group, done),
    leaveGroup: (group, done) => socket.leaveGroup(group, done),
    close: () => socket.close(),
  }
}

const otherMutants: readonly Mutant[] = [
  {
    name: 'has a part that is only a stub',
    change: (backend) => ({
      ...backend,
      networkInterfaces: (done) => afterMicrotasks(() => done(NetError.ERR_NOT_IMPLEMENTED, [])),
    }),
    fails: [
      'parts: one that is there is no stub',
      'networkInterfaces: literals with a prefix length, and none of loopback',
      'networkInterfaces: every address can be bound',
    ],
  },
  {
    name: 'shows the loopback interface',
    change: (backend) => ({
      ...backend,
      networkInterfaces: (done) =>
        backend.networkInterfaces?.((result, interfaces) =>
          done(result, [...interfaces, { name: 'lo', address: '127.0.0.1', prefixLength: 8 }]),
        ),
    }),
    fails: ['networkInterfaces: literals with a prefix length, and none of loopback'],
  },
  {
    name: 'has no name',
    change: (backend) => ({ ...backend, name: '' }),
    fails: ['parts: the backend has a name'],
  },
]

export const partMutants: readonly Mutant[] = [
  ...resolveMutants,
  ...connectMutants,
  ...listenerMutants,
  ...datagramMutants,
  ...otherMutants,
]
