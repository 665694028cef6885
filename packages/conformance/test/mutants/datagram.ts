/**
 * Backends that exchange datagrams wrongly.
 */
import { type Backend, type DatagramSocket, type Endpoint, NetError, afterMicrotasks } from '@chrome-socket/api/backend'
import { datagramSockets } from './changed-sockets.ts'
import type { Mutant } from './mutant.ts'

export const datagramMutants: readonly Mutant<Backend>[] = [
  {
    name: 'cuts long datagrams short',
    change: datagramSockets((inner) => ({
      receive(max, done) {
        inner.receive(65_536, (result, data, from) => {
          done(Math.min(result, max), data.slice(0, max), from)
        })
      },
    })),
    fails: ['datagram: one longer than asked for is consumed and gives ERR_MSG_TOO_BIG'],
  },
  {
    name: 'passes over empty datagrams',
    change: datagramSockets((inner) => {
      const receive: DatagramSocket['receive'] = (max, done) => {
        inner.receive(max, (result, data, from) => {
          if (result === 0) receive(max, done)
          else done(result, data, from)
        })
      }
      return { receive }
    }),
    fails: ['datagram: each is whole, and empty ones are datagrams'],
  },
  {
    name: 'receives into a buffer that it uses again',
    change: datagramSockets((inner) => {
      let last = new ArrayBuffer(0)
      return {
        receive(max, done) {
          inner.receive(max, (result, data, from) => {
            const isAsLong = last.byteLength === data.byteLength
            if (isAsLong) new Uint8Array(last).set(new Uint8Array(data))
            else last = data
            done(result, last, from)
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
        afterMicrotasks(() => {
          setTimeout(() => inner.send(bytes, to, () => {}), 2)
          done(bytes.length)
        })
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
            done(result, socket && connectedInName(socket, connect))
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
        inner.receive(max, (result, data, from) => {
          if (result === NetError.ERR_CONNECTION_REFUSED) inner.close()
          done(result, data, from)
        })
      },
    })),
    fails: ['datagram: connected to a closed port, ERR_CONNECTION_REFUSED is reported once and the socket goes on'],
  },
  {
    name: 'forgets a pending receive at close',
    change: datagramSockets((inner, life) => ({
      receive(max, done) {
        const late = life.closed
        inner.receive(max, (result, data, from) => {
          if (late || !life.closed) done(result, data, from)
        })
      },
    })),
    fails: [
      'datagram: each completion comes exactly once',
      'datagram: close completes a pending receive with ERR_CONNECTION_CLOSED, once',
    ],
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

/** Makes a bound socket that pretends to be connected to `peer`. */
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
