/** TCP sockets through their states, in orders that apps do not plan. Chromium extensions/browser/api/socket/tcp_socket.cc */
import type { Scenario, Stage } from '../../scenario.ts'

/** `names` are functions, all called in one script. */
async function afterAWriteMetAReset(stage: Stage, names: string): Promise<void> {
  const { call, start, connected, bytes, peers, quiet } = stage
  const args: Record<string, readonly unknown[]> = {
    write: [bytes('2')],
    connect: ['127.0.0.1', peers['echo']],
    setNoDelay: [false],
    setKeepAlive: [false],
  }
  const socket = await connected('reset')
  await call('write', socket, bytes('go'))
  await quiet()
  await call('write', socket, bytes('1'))
  await quiet()
  for (const name of names.split(' ')) start(name, socket, ...(args[name] ?? []))
  await quiet()
  await call('getInfo', socket)
}

export const stateScenarios: readonly Scenario[] = [
  {
    name: 'states: disconnect and destroy more than once, in every state',
    why: 'Old apps call both more often than needed: nothing may fail or throw.',
    needs: ['listen'],
    async play({ call, start, tcp, connected, listening, quiet }) {
      for (const socket of [await tcp(), await connected('echo'), (await listening()).socketId]) {
        start('disconnect', socket)
        start('disconnect', socket)
        await quiet()
        await call('getInfo', socket)
        start('destroy', socket)
        start('destroy', socket)
        start('disconnect', socket)
        await quiet()
        await call('getInfo', socket)
      }
    },
  },
  {
    name: 'states: the same socket connects to one peer after the other',
    why: 'A socket is used again after disconnect and keeps nothing of the last connection.',
    async play({ call, start, tcp, peers, bytes, quiet }) {
      const socket = await tcp()
      for (const peer of ['echo', 'greeter', 'sink', 'refused', 'echoBoth']) {
        await call('connect', socket, '127.0.0.1', peers[peer])
        await call('getInfo', socket)
        await call('write', socket, bytes(peer))
        await quiet()
        start('disconnect', socket)
        await quiet()
        await call('getInfo', socket)
        await call('write', socket, bytes(peer))
        await call('read', socket)
      }
    },
  },
  {
    name: 'states: connect again once the peer has ended, without disconnect',
    why: 'Once the end has been read, the socket can connect again without disconnect.',
    async play({ call, connected, peers, bytes, readAll }) {
      const socket = await connected('bye')
      await call('write', socket, bytes('go'))
      await readAll(socket, 100)
      await call('getInfo', socket)
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('getInfo', socket)
      await call('write', socket, bytes('again'))
      await readAll(socket, 5)
      await call('setNoDelay', socket, true)
      await call('setKeepAlive', socket, true, 10)
    },
  },
  {
    name: 'states: connect while connected, to anything',
    why: 'A second connect fails for any target, and the connection stays.',
    async play({ call, connected, peers }) {
      const socket = await connected('echo')
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('connect', socket, '127.0.0.1', peers['refused'])
      await call('connect', socket, '127.0.0.1', 0)
      await call('connect', socket, 'nosuch..invalid', 9)
      await call('connect', socket, '', 9)
      await call('connect', socket, '127.0.0.1', 70_000)
      await call('getInfo', socket)
    },
  },
  {
    name: 'states: a connect that nobody answers, and disconnect',
    why: 'disconnect must free a socket whose connect would wait for minutes.',
    async play({ call, start, tcp, peers, bytes, quiet }) {
      const socket = await tcp()
      start('connect', socket, '127.0.0.1', peers['unanswered'])
      await quiet()
      await call('getInfo', socket)
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('read', socket)
      await call('write', socket, bytes('x'))
      await call('accept', socket)
      await call('listen', socket, '127.0.0.1', 0)
      await call('secure', socket)
      start('destroy', socket)
      await quiet()
      await call('getInfo', socket)
    },
  },
  {
    name: 'states: bind on a TCP socket, whatever its state and arguments',
    why: 'bind is for UDP: on TCP it fails in one way, before its arguments count.',
    needs: ['listen'],
    async play({ call, tcp, connected, listening }) {
      for (const socket of [await tcp(), await connected('echo'), (await listening()).socketId]) {
        await call('bind', socket, '127.0.0.1', 0)
        await call('bind', socket, 'x', 65_535)
        await call('bind', socket, '', -1)
      }
    },
  },
  {
    name: 'states: names of every kind before a socket that listens is connected',
    why: 'A listening socket refuses connect, but Chromium resolves the name first.',
    needs: ['listen'],
    async play({ call, listening, peers }) {
      const { socketId } = await listening()
      await call('connect', socketId, 'nosuch..invalid', 9)
      await call('connect', socketId, '127.0.0.1', peers['echo'])
      await call('connect', socketId, '127.0.0.1', 0)
      await call('connect', socketId, '', 1)
      await call('getInfo', socketId)
    },
  },
  {
    name: 'states: a socket that failed to connect to a name',
    why: 'After a name that does not resolve the socket can still be used.',
    needs: ['listen'],
    async play({ call, tcp, bytes }) {
      const socket = await tcp()
      await call('connect', socket, 'nosuch..invalid', 9)
      await call('getInfo', socket)
      await call('read', socket)
      await call('write', socket, bytes('x'))
      await call('accept', socket)
      await call('setNoDelay', socket, true)
      await call('listen', socket, '127.0.0.1', 0)
      await call('accept', socket, 1)
    },
  },
  {
    name: 'states: a socket that failed to listen at a name',
    why: 'After a listen that failed the socket can still listen or connect.',
    needs: ['listen'],
    async play({ call, tcp, peers, bytes, readAll }) {
      const socket = await tcp()
      await call('listen', socket, 'localhost', 0)
      await call('accept', socket)
      await call('connect', socket, '127.0.0.1', peers['echo'])
      await call('write', socket, bytes('fine'))
      await readAll(socket, 4)
    },
  },
  {
    name: 'states: the end and the calls of the same script',
    why: 'Calls made after disconnect or destroy, in one script with it, already meet its effect.',
    varies: true,
    unordered: true,
    async play({ call, start, connected, bytes, peers, quiet, note }) {
      const scripts: readonly (readonly (readonly [string, ...unknown[]])[])[] = [
        [['read'], ['write', bytes('late')]],
        [['write', bytes('early')], ['read']],
        [['read'], ['connect', '127.0.0.1', peers['echo']]],
        [['read'], ['read']],
        [['read'], ['secure']],
        [['read'], ['listen', '127.0.0.1', 0]],
        [['read'], ['disconnect'], ['read']],
      ]
      for (const script of scripts) {
        const socket = await connected('bye')
        await call('write', socket, bytes('go'))
        await call('read', socket, 3)
        await quiet()
        note(script.map(([name]) => name).join(' '))
        for (const [name, ...args] of script) start(name, socket, ...args)
        await quiet()
        await call('getInfo', socket)
      }
    },
  },
  {
    name: 'states: the peer has reset, and the next calls are these',
    why: 'Each function learns of a reset in its own way.',
    async play({ call, connected, bytes, quiet }) {
      for (const next of ['read', 'getInfo', 'setNoDelay', 'accept'] as const) {
        const socket = await connected('reset')
        await call('write', socket, bytes('go'))
        await quiet()
        await call(next, socket, ...(next === 'setNoDelay' ? [false] : []))
        await call('read', socket)
        await call('read', socket)
        await call('getInfo', socket)
      }
    },
  },
  {
    name: 'states: data, then a reset, while a read is pending',
    why: 'Bytes that came before a reset are given, and the reset itself reads like an end.',
    async play({ call, start, connected, bytes, quiet }) {
      const socket = await connected('dataThenReset')
      start('read', socket, 2)
      await call('write', socket, bytes('go'))
      await quiet()
      await call('read', socket)
      await call('read', socket)
      await call('read', socket)
    },
  },
  {
    name: 'states: half closed, and written to',
    why: 'A peer that ended its side can still be written to.',
    async play({ call, start, connected, bytes, quiet }) {
      const socket = await connected('half')
      await call('write', socket, bytes('go'))
      await quiet()
      for (let count = 0; count < 3; count += 1) await call('write', socket, bytes('still here'))
      await call('read', socket, 2)
      await call('write', socket, bytes('and here'))
      await call('read', socket, 100)
      start('read', socket)
      await quiet()
      await call('write', socket, bytes('gone'))
    },
  },
  {
    name: 'states: listen again after a listen that failed, with an accept waiting',
    why: 'A waiting accept is not answered by a listen that fails, nor by a later listen that succeeds.',
    needs: ['listen'],
    varies: true,
    async play({ call, start, listening, quiet }) {
      const { socketId, port } = await listening()
      const other = await listening()
      start('accept', socketId)
      await quiet()
      await call('listen', socketId, '127.0.0.1', other.port)
      await call('getInfo', socketId)
      await call('listen', socketId, '127.0.0.1', 0, 0)
      await call('getInfo', socketId)
      await call('accept', socketId)
      await call('listen', socketId, '127.0.0.1', port, -1)
      await quiet()
    },
  },
  ...[
    'write setKeepAlive',
    'write setNoDelay getInfo',
    'write write',
    'write read',
    'write connect',
    'setKeepAlive write',
  ].map((parameter) => ({
    name: `states: a write has met a reset, and then in one script: ${parameter}`,
    why: 'A write has met the reset, and each function then learns of it or not.',
    unordered: true,
    varies: true,
    parameter,
    play: afterAWriteMetAReset,
  })),
]
