/** A TCP client. Chromium extensions/browser/api/socket/tcp_socket.cc */
import type { Scenario, Stage } from '../scenario.ts'

/** `end` is one of the two calls that end what is going on. */
async function endWhileConnecting({ call, start, tcp, peers, quiet }: Stage, end: string): Promise<void> {
  const socket = await tcp()
  start('connect', socket, '127.0.0.1', peers['unanswered'])
  await quiet()
  start(end, socket)
  await call('getInfo', socket)
  await quiet()
  await call('connect', socket, '127.0.0.1', peers['echo'])
  await call('getInfo', socket)
}

async function endRightAfterConnect({ call, start, tcp, peers, quiet }: Stage, end: string): Promise<void> {
  const socket = await tcp()
  start('connect', socket, '127.0.0.1', peers['echo'])
  start(end, socket)
  start('getInfo', socket)
  await quiet()
  await call('getInfo', socket)
}

async function endWhileReading({ call, start, connected, quiet }: Stage, end: string): Promise<void> {
  const socket = await connected('silent')
  start('read', socket)
  await quiet()
  start(end, socket)
  start('getInfo', socket)
  await quiet()
  await call('read', socket)
  await call('getInfo', socket)
}

async function endAtOnce({ call, bytes, start, tcp, peers, quiet }: Stage, end: string): Promise<void> {
  const socket = await tcp()
  start(end, socket)
  await quiet()
  await call('getInfo', socket)
  await call('connect', socket, '127.0.0.1', peers['echo'])
  await call('write', socket, bytes('x'))
}

const endings = [endWhileConnecting, endRightAfterConnect, endWhileReading, endAtOnce].flatMap((play) =>
  ['disconnect', 'destroy'].map((parameter) => ({
    name: `tcp: ${play.name} (${parameter})`,
    unordered: play === endRightAfterConnect,
    varies: play === endRightAfterConnect,
    parameter,
    play,
  })),
)

export const tcpScenarios: readonly Scenario[] = [
  ...endings,
  {
    name: 'tcp: before connect',
    async play({ call, bytes, tcp }) {
      const socket = await tcp()
      await call('getInfo', socket)
      await call('read', socket)
      await call('read', socket, 0)
      await call('read', socket, -1)
      await call('write', socket, bytes('x'))
      await call('write', socket, bytes(''))
      await call('accept', socket)
      await call('setKeepAlive', socket, true)
      await call('setNoDelay', socket, true)
      await call('bind', socket, '127.0.0.1', 0)
      await call('bind', socket, 'x', 0)
      await call('secure', socket)
      await call('recvFrom', socket)
      await call('recvFrom', socket, -1)
      await call('sendTo', socket, bytes('x'), '127.0.0.1', 9)
      await call('sendTo', socket, bytes('x'), 'nosuch.invalid', 9)
      await call('joinGroup', socket, '224.0.0.251')
      await call('leaveGroup', socket, 'x')
      await call('getJoinedGroups', socket)
      await call('setMulticastTimeToLive', socket, -1)
      await call('setMulticastLoopbackMode', socket, true)
      await call('getInfo', socket)
    },
  },
  {
    name: 'tcp: connect, write, read, disconnect',
    async play({ call, start, bytes, tcp, peers, quiet }) {
      const socket = await tcp()
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('getInfo', socket)
      await call('write', socket, bytes('hello'))
      await call('read', socket)
      await call('setNoDelay', socket, true)
      await call('setNoDelay', socket, false)
      await call('setKeepAlive', socket, true)
      await call('setKeepAlive', socket, true, 0)
      await call('setKeepAlive', socket, true, 300)
      await call('setKeepAlive', socket, false)
      await call('setKeepAlive', socket, true, -1)
      await call('setKeepAlive', socket, false, -1)
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('listen', socket, '127.0.0.1', 0)
      await call('accept', socket)
      await call('bind', socket, '127.0.0.1', 0)
      await call('recvFrom', socket)
      await call('sendTo', socket, bytes('x'), '127.0.0.1', 9)
      start('disconnect', socket)
      await call('getInfo', socket)
      await call('read', socket)
      await call('write', socket, bytes('x'))
      await call('accept', socket)
      await call('listen', socket, '127.0.0.1', 0)
      await call('setNoDelay', socket, true)
      await call('setKeepAlive', socket, true)
      await call('secure', socket)
      start('disconnect', socket)
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('write', socket, bytes('again'))
      await call('read', socket)
      start('destroy', socket)
      await call('getInfo', socket)
      start('destroy', socket)
      start('disconnect', socket)
      await quiet()
    },
  },
  {
    name: 'tcp: how much a read gives',
    // What is read may be there before the write is answered.
    unordered: true,
    async play({ call, start, bytes, connected, readAll, quiet }) {
      const socket = await connected('echo')
      await call('write', socket, bytes('hello'))
      await quiet()
      await call('read', socket, 0)
      await call('read', socket, -1)
      await call('read', socket, -2_147_483_648)
      await call('read', socket, 1)
      await call('read', socket, 2)
      await call('read', socket, 1_000_000)
      await call('write', socket, bytes(20_000))
      await quiet()
      await call('read', socket)
      await call('read', socket, null)
      await call('read', socket, 4096)
      await readAll(socket, 20_000 - 3 * 4096)
      start('read', socket, 3)
      await call('write', socket, bytes('abcdef'))
      await quiet()
      await call('read', socket, 134_217_728)
      await call('write', socket, bytes(300_000))
      await readAll(socket, 300_000)
    },
  },
  {
    name: 'tcp: a second read while one is pending',
    // What is read may be there before the write is answered.
    unordered: true,
    async play({ call, start, bytes, connected, quiet }) {
      const socket = await connected('echo')
      start('read', socket, 10)
      start('read', socket, 11)
      start('read', socket, 0)
      start('read', socket, -5)
      await quiet()
      await call('write', socket, bytes('hello'))
      await quiet()
      start('read', socket, 12)
      start('disconnect', socket)
      start('read', socket, 13)
      await quiet()
    },
  },
  {
    name: 'tcp: writes are queued and answered in order',
    async play({ start, bytes, connected, readAll, quiet }) {
      const socket = await connected('echo')
      start('write', socket, bytes('abc'))
      start('write', socket, bytes(100_000))
      start('write', socket, bytes('de'))
      start('write', socket, bytes('f'))
      await readAll(socket, 100_006)
      await quiet()
    },
  },
  {
    name: 'tcp: what was in the buffer at the call is what is sent',
    async play({ start, bytes, connected, readAll }) {
      const socket = await connected('echo')
      const small = new Uint8Array(bytes('first'))
      start('write', socket, small)
      small.fill(120)
      start('write', socket, small)
      const big = new Uint8Array(bytes(200_000))
      start('write', socket, big)
      big.fill(120)
      const taken = new Uint8Array(bytes(200_000))
      start('write', socket, taken)
      const clone = (globalThis as unknown as { structuredClone: (value: unknown, options: object) => void })
        .structuredClone
      clone(null, { transfer: [taken.buffer] })
      await readAll(socket, 400_010)
    },
  },
  {
    name: 'tcp: an empty write',
    async play({ call, bytes, connected }) {
      const socket = await connected('sink')
      await call('write', socket, bytes(''))
      await call('write', socket, bytes(''))
      await call('write', socket, bytes('x'))
      await call('getInfo', socket)
    },
  },
  {
    name: 'tcp: connect is refused',
    async play({ call, bytes, tcp, peers }) {
      const socket = await tcp()
      await call('connect', socket, '127.0.0.1', peers['refused'])
      await call('getInfo', socket)
      await call('read', socket)
      await call('write', socket, bytes('x'))
      await call('accept', socket)
      await call('listen', socket, '127.0.0.1', 0)
      await call('setNoDelay', socket, true)
      await call('setKeepAlive', socket, true, 5)
      await call('secure', socket)
      await call('connect', socket, '127.0.0.1', 0)
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('getInfo', socket)
    },
  },
  {
    name: 'tcp: options after a connect that failed and one that did not',
    async play({ call, start, tcp, peers }) {
      const socket = await tcp()
      await call('connect', socket, '127.0.0.1', peers['refused'])
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('setNoDelay', socket, true)
      await call('setKeepAlive', socket, false)
      start('disconnect', socket)
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('setNoDelay', socket, true)
    },
  },
  {
    name: 'tcp: a read gives all that has come, in however many pieces',
    async play({ call, bytes, connected, quiet }) {
      const socket = await connected('echo')
      for (const text of ['a', 'bc', 'def']) {
        await call('write', socket, bytes(text))
        await quiet()
      }
      await call('read', socket, 2)
      await call('write', socket, bytes('ghi'))
      await quiet()
      await call('read', socket)
      for (let count = 0; count < 3; count += 1) {
        await call('write', socket, bytes(10_000))
        await quiet()
      }
      await call('read', socket, 25_000)
      await call('read', socket, 25_000)
    },
  },
  {
    name: 'tcp: two connects in one script',
    unordered: true,
    async play({ call, start, tcp, peers, quiet }) {
      const socket = await tcp()
      start('connect', socket, '127.0.0.1', peers['unanswered'])
      start('connect', socket, '127.0.0.1', peers['sink'])
      start('getInfo', socket)
      await quiet()
      await call('getInfo', socket)
      const other = await tcp()
      start('connect', other, '127.0.0.1', peers['echo'])
      await quiet()
      await call('connect', other, '127.0.0.1', peers['sink'])
    },
  },
  {
    name: 'tcp: calls while connect is pending',
    unordered: true,
    async play({ start, bytes, tcp, peers, quiet }) {
      const socket = await tcp()
      start('connect', socket, '127.0.0.1', peers['unanswered'])
      start('getInfo', socket)
      start('write', socket, bytes('x'))
      start('accept', socket)
      start('secure', socket)
      start('connect', socket, '127.0.0.1', peers['echo'])
      start('bind', socket, '127.0.0.1', 0)
      await quiet()
    },
  },
  {
    name: 'tcp: the same some time later',
    async play({ start, bytes, tcp, peers, quiet, call }) {
      const socket = await tcp()
      start('connect', socket, '127.0.0.1', peers['unanswered'])
      await quiet()
      await call('getInfo', socket)
      await call('read', socket)
      await call('write', socket, bytes('x'))
      await call('setNoDelay', socket, true)
      await call('setKeepAlive', socket, true)
      await call('secure', socket)
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('getInfo', socket)
    },
  },
  {
    name: 'tcp: the peer closes',
    async play({ call, start, bytes, connected, peers, quiet }) {
      for (const peer of ['bye', 'half', 'drop', 'reset', 'dataThenReset']) {
        const socket = await connected(peer)
        await call('write', socket, bytes('go'))
        await quiet()
        await call('getInfo', socket)
        await call('setNoDelay', socket, true)
        await call('read', socket, 2)
        await call('getInfo', socket)
        await call('read', socket)
        await call('read', socket)
        await call('read', socket)
        await call('getInfo', socket)
        await call('write', socket, bytes('x'))
        await call('setNoDelay', socket, true)
        await call('listen', socket, '127.0.0.1', 0)
        await call('connect', socket, '127.0.0.1', peers['echo'])
        await call('write', socket, bytes('again'))
        await call('read', socket)
        start('destroy', socket)
      }
    },
  },
  {
    name: 'tcp: the peer closes while a read is pending',
    async play({ call, start, bytes, connected, quiet }) {
      for (const peer of ['bye', 'half', 'drop', 'reset', 'dataThenReset']) {
        const socket = await connected(peer)
        start('read', socket, 100)
        await call('write', socket, bytes('go'))
        await quiet()
        await call('getInfo', socket)
        start('read', socket, 101)
        await quiet()
        await call('getInfo', socket)
        await call('write', socket, bytes('x'))
        start('destroy', socket)
      }
    },
  },
  {
    name: 'tcp: writing to a peer that has reset',
    async play({ call, bytes, connected, peers, quiet }) {
      const socket = await connected('reset')
      await call('write', socket, bytes('go'))
      await quiet()
      await call('write', socket, bytes('1'))
      await quiet()
      await call('getInfo', socket)
      await call('write', socket, bytes('2'))
      await quiet()
      await call('getInfo', socket)
      await call('write', socket, bytes('3'))
      await call('read', socket)
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('write', socket, bytes('again'))
      await call('read', socket)
    },
  },
  {
    name: 'tcp: writing to a peer that has closed',
    async play({ call, bytes, connected, quiet }) {
      const socket = await connected('drop')
      await call('write', socket, bytes('go'))
      await quiet()
      for (const text of ['1', '2', '3', '4']) {
        await call('write', socket, bytes(text))
        await quiet()
      }
      await call('getInfo', socket)
      await call('read', socket)
    },
  },
  {
    name: 'tcp: writing on after the peer has ended its side',
    async play({ call, bytes, connected, quiet }) {
      const socket = await connected('half')
      await call('write', socket, bytes('go'))
      await quiet()
      await call('write', socket, bytes('1'))
      await call('write', socket, bytes('2'))
      await call('read', socket)
      await call('write', socket, bytes('3'))
      await call('getInfo', socket)
      await call('read', socket)
      await call('getInfo', socket)
      await call('write', socket, bytes('4'))
    },
  },
  {
    name: 'tcp: an end that nobody has read',
    async play({ call, bytes, connected, quiet, start, peers }) {
      const socket = await connected('bye')
      await call('write', socket, bytes('go'))
      await quiet()
      await call('connect', socket, '127.0.0.1', peers['echo'])
      start('disconnect', socket)
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('write', socket, bytes('x'))
      await call('read', socket)
    },
  },
  {
    name: 'tcp: everything that a peer sends before it ends arrives',
    async play({ call, bytes, connected, readAll }) {
      const socket = await connected('source')
      await call('write', socket, bytes('go'))
      await readAll(socket, 400_000)
      await call('read', socket)
    },
  },
  {
    name: 'tcp: what is written before disconnect or destroy arrives',
    needs: ['listen'],
    async play({ call, start, bytes, pair, readAll }) {
      for (const end of ['disconnect', 'destroy']) {
        const { client, accepted } = await pair()
        await call('write', client, bytes(200_000))
        start(end, client)
        await readAll(accepted, 300_000)
      }
    },
  },
  {
    name: 'tcp: destroy with bytes unread',
    async play({ call, start, bytes, connected, quiet }) {
      const socket = await connected('greeter')
      await quiet()
      start('destroy', socket)
      await call('read', socket)
      await call('write', socket, bytes('x'))
    },
  },
  {
    name: 'tcp: host names',
    async play({ call, tcp, peers, start }) {
      for (const name of [
        'localhost',
        'LOCALHOST',
        'localhost.',
        'foo.localhost',
        'nosuch.invalid',
        '',
        'a b',
        'x'.repeat(300),
      ]) {
        const socket = await tcp()
        await call('connect', socket, name, peers['echoBoth'])
        await call('getInfo', socket)
        start('destroy', socket)
      }
      const falling = await tcp()
      await call('connect', falling, 'localhost', peers['echo'])
      await call('getInfo', falling)
      const refused = await tcp()
      await call('connect', refused, 'localhost', peers['refused'])
      const unknown = await tcp()
      await call('connect', unknown, 'nosuch.invalid', 80)
      await call('getInfo', unknown)
      await call('listen', unknown, '127.0.0.1', 0)
      await call('connect', unknown, '127.0.0.1', peers['echo'])
    },
  },
  {
    name: 'tcp: IPv6',
    needs: ['ipv6'],
    async play({ call, bytes, tcp, peers }) {
      const socket = await tcp()
      await call('connect', socket, '::1', peers['echo6'])
      await call('getInfo', socket)
      await call('write', socket, bytes('six'))
      await call('read', socket)
      const mapped = await tcp()
      await call('connect', mapped, '::ffff:127.0.0.1', peers['echo'])
      await call('getInfo', mapped)
      const long = await tcp()
      await call('connect', long, '0:0:0:0:0:0:0:1', peers['echo6'])
      await call('getInfo', long)
    },
  },
  {
    name: 'tcp: disconnect while a write is pending',
    async play({ call, start, bytes, connected, peers, quiet }) {
      const socket = await connected('silent')
      start('write', socket, bytes(20_000_000))
      start('write', socket, bytes('behind it'))
      await quiet()
      start('disconnect', socket)
      await quiet()
      await call('getInfo', socket)
      await call('connect', socket, '127.0.0.1', peers['echo'])
      start('write', socket, bytes('again'))
      await quiet()
    },
  },
  {
    name: 'tcp: destroy while a write is pending',
    async play({ call, start, bytes, connected, quiet }) {
      const socket = await connected('silent')
      start('write', socket, bytes(20_000_000))
      start('write', socket, bytes('behind it'))
      await quiet()
      start('destroy', socket)
      await quiet()
      await call('getInfo', socket)
    },
  },
  {
    name: 'tcp: read pending, disconnect, connect, read',
    async play({ call, start, bytes, connected, peers, quiet }) {
      const socket = await connected('echo')
      start('read', socket)
      start('disconnect', socket)
      start('connect', socket, '127.0.0.1', peers['echo'])
      await quiet()
      await call('write', socket, bytes('x'))
      await call('read', socket)
    },
  },
  {
    name: 'tcp: a burst on a connected socket',
    unordered: true,
    async play({ start, connected, quiet }) {
      const socket = await connected('silent')
      start('getInfo', socket)
      start('read', socket)
      start('accept', socket)
      start('read', socket, 0)
      start('getInfo', 99_999)
      start('listen', socket, '127.0.0.1', 0)
      start('disconnect', socket)
      start('getInfo', socket)
      await quiet()
    },
  },
]
