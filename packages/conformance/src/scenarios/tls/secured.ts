/** A socket before, during and after `secure`. Chromium extensions/browser/api/socket/{tcp,tls}_socket.cc */
import type { Scenario } from '../../scenario.ts'

export const securedScenarios: readonly Scenario[] = (
  [
    {
      name: 'secured: sizes of reads and writes',
      why: 'Sizes around a TLS record, and the length of a read of several records.',
      async play({ call, tcp, peers, bytes, readAll, quiet }) {
        const socket = await tcp()
        await call('connect', socket, 'localhost', peers['rsa'])
        await call('secure', socket)
        for (const size of [1, 2, 16_384, 16_385]) {
          await call('write', socket, bytes(size))
          await readAll(socket, size)
        }
        await call('write', socket, bytes(''))
        await call('write', socket, bytes('abc'))
        await quiet()
        for (const size of [0, -1, 1, null]) await call('read', socket, size)
      },
    },
    {
      name: 'secured: everything in callbacks',
      why: 'connect, secure, write and read, each in the callback of the previous call.',
      async play({ tcp, peers, startThen, bytes, quiet }) {
        const socket = await tcp()
        startThen(
          () =>
            startThen(
              () => startThen(() => startThen(() => {}, 'read', socket), 'write', socket, bytes('nested')),
              'secure',
              socket,
            ),
          'connect',
          socket,
          'localhost',
          peers['rsa'],
        )
        await quiet()
        await quiet()
      },
    },
    {
      name: 'secured: a second read, and disconnect and destroy with one pending',
      why: 'A secured socket has the rules of TCP for pending reads.',
      async play({ call, start, tcp, peers, quiet }) {
        for (const end of ['disconnect', 'destroy']) {
          const socket = await tcp()
          await call('connect', socket, 'localhost', peers['TLSv1.3'])
          await call('secure', socket)
          start('read', socket)
          start('read', socket, 7)
          await quiet()
          start(end, socket)
          await quiet()
          await call('read', socket)
          await call('accept', socket)
        }
      },
    },
    {
      name: 'secured: write, then disconnect',
      why: 'Bytes that were written reach the peer before the connection ends.',
      async play({ call, start, tcp, peers, bytes, quiet }) {
        const socket = await tcp()
        await call('connect', socket, 'localhost', peers['TLSv1.2'])
        await call('secure', socket)
        await call('write', socket, bytes('x'))
        start('disconnect', socket)
        await quiet()
        await call('write', socket, bytes('y'))
        await call('read', socket)
        await call('secure', socket)
      },
    },
    {
      name: 'secured: the name is what connect was last given, even if it failed',
      why: 'The certificate is checked against the host of the last connect.',
      async play({ call, tcp, peers }) {
        for (const [first, second] of [
          ['localhost', '127.0.0.1'],
          ['127.0.0.1', 'localhost'],
          ['localhost', 'nosuch..invalid'],
          ['LOCALHOST', 'LocalHost'],
        ] as const) {
          const socket = await tcp()
          await call('connect', socket, first, peers['addressOnly'])
          await call('connect', socket, second, peers['addressOnly'])
          await call('secure', socket)
        }
      },
    },
    {
      name: 'secured: percent-encoded host names',
      why: 'The certificate is checked against the host of connect, whose escapes are decoded.',
      async play({ call, tcp, peers }) {
        for (const [name, peer] of [
          ['loc%61lhost', 'rsa'],
          ['loc%61lhost%2E', 'rsa'],
          ['LOC%41LHOST', 'ecdsa'],
          ['127%2E0.0.1', 'addressOnly'],
          ['%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1', 'addressOnly'],
        ] as const) {
          const socket = await tcp()
          await call('connect', socket, name, peers[peer])
          await call('secure', socket)
        }
      },
    },
    {
      name: 'secured: an echo of the ClientHello, after some plain text',
      why: 'The handshake with a peer that is not a TLS server fails with one code.',
      async play({ call, connected, bytes, readAll }) {
        const socket = await connected('echo')
        await call('write', socket, bytes('plain'))
        await readAll(socket, 5)
        await call('secure', socket)
        await call('getInfo', socket)
      },
    },
    {
      name: 'secured: options of every kind',
      why: 'Every value of tlsVersion, and the version that results.',
      async play({ call, tcp, peers }) {
        for (const options of [
          null,
          undefined,
          {},
          { tlsVersion: null },
          { tlsVersion: {} },
          { tlsVersion: { min: null, max: null } },
          { tlsVersion: { min: '' } },
          { tlsVersion: { max: 'ssl3' } },
          { tlsVersion: { min: 'TLS1.2' } },
          { tlsVersion: { min: 'tls1.3', max: 'tls1.3' } },
          { tlsVersion: { min: 'tls1.2', max: 'tls1.2' } },
          { tlsVersion: 1 },
          { min: 'tls1.2' },
          [],
          'tls1.2',
        ]) {
          const socket = await tcp()
          await call('connect', socket, 'localhost', peers['rsa'])
          await call('secure', socket, options)
        }
      },
    },
    {
      name: 'secured: in states that do not allow it',
      why: 'secure has its own answer on a UDP socket, a listener and an unknown id.',
      async play({ call, start, tcp, connected, peers, quiet }) {
        const fresh = await tcp()
        await call('secure', fresh)
        const gone = await connected('rsa')
        start('disconnect', gone)
        await quiet()
        await call('secure', gone)
        start('destroy', gone)
        await call('secure', gone, {})
        const failed = await tcp()
        await call('connect', failed, 'localhost', peers['refused'])
        await call('secure', failed)
        const { socketId: udp } = await call('create', 'udp')
        await call('secure', udp)
      },
    },
    {
      name: 'secured: after a connect that failed and one that did not',
      why: 'Chromium does not find that connection, which is a listed difference.',
      async play({ call, start, tcp, peers, quiet }) {
        const socket = await tcp()
        await call('connect', socket, 'localhost', peers['refused'])
        start('disconnect', socket)
        await quiet()
        await call('connect', socket, 'localhost', peers['rsa'])
        await call('secure', socket)
        const other = await tcp()
        await call('connect', other, 'localhost', peers['refused'])
        await call('connect', other, 'localhost', peers['rsa'])
        await call('secure', other)
      },
    },
    {
      name: 'secured: a write in the script of the read that finds the end',
      why: 'The write that meets the end of a secured connection may never be answered.',
      async play({ call, start, tcp, peers, bytes, quiet }) {
        const socket = await tcp()
        await call('connect', socket, 'localhost', peers['tlsBye TLSv1.2'])
        await call('secure', socket)
        await call('write', socket, bytes('a'))
        await call('read', socket)
        await quiet()
        start('read', socket)
        start('write', socket, bytes('b'))
        await quiet()
      },
    },
    {
      name: 'secured: two at once',
      why: 'Two handshakes in one script do not get mixed up.',
      async play({ call, start, tcp, peers, bytes, quiet }) {
        const sockets = [await tcp(), await tcp()]
        for (const socket of sockets) await call('connect', socket, 'localhost', peers['ecdsa'])
        for (const socket of sockets) start('secure', socket)
        await quiet()
        await quiet()
        for (const socket of sockets) await call('write', socket, bytes('both'))
        for (const socket of sockets) await call('read', socket)
      },
      unordered: true,
    },
  ] satisfies readonly Scenario[]
).map((each) => ({ ...each, needs: ['tls'] }))
