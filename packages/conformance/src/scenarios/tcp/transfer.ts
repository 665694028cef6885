/** Reading and writing: amounts, and the order of answers. Chromium extensions/browser/api/socket/{tcp_socket,mojo_data_pump}.cc */
import type { Scenario } from '../../scenario.ts'

export const transferScenarios: readonly Scenario[] = [
  {
    name: 'tcp: connect, write, read, disconnect',
    why: 'The whole life of a client, with getInfo at each step.',
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
    why: 'The default and odd values of bufferSize decide how much one read gives.',
    // The bytes to read may be there before the write is answered.
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
    why: 'Only one read may be pending: the second one fails, and the first one goes on.',
    // The bytes to read may be there before the write is answered.
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
    why: 'Several writes of one script all succeed, and their callbacks keep the order of the calls.',
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
    why: 'Apps use their buffer again as soon as write has returned.',
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
    why: 'An empty write is answered with 0, as a write and not as an error.',
    async play({ call, bytes, connected }) {
      const socket = await connected('sink')
      await call('write', socket, bytes(''))
      await call('write', socket, bytes(''))
      await call('write', socket, bytes('x'))
      await call('getInfo', socket)
    },
  },
  {
    name: 'tcp: a read gives all that has come, in however many pieces',
    why: 'A read joins the pieces that came separately, up to its size.',
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
    name: 'tcp: a burst on a connected socket',
    why: 'Calls of one script, with disconnect among them: each one meets the state at its turn.',
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
