/** Sockets before, during and after secure. Chromium extensions/browser/api/socket/{tcp,tls}_socket.cc */
import type { Scenario } from '../../scenario.ts'

export const tlsSocketScenarios: readonly Scenario[] = [
  {
    name: 'secure: a secured socket otherwise',
    why: 'Every other function on a secured socket.',
    // The bytes to read may be there before the write is answered.
    unordered: true,
    needs: ['tls'],
    async play({ call, start, bytes, tcp, peers, quiet }) {
      const socket = await tcp()
      await call('connect', socket, 'localhost', peers['rsa'])
      await call('secure', socket, {})
      await call('getInfo', socket)
      await call('secure', socket)
      await call('listen', socket, '127.0.0.1', 0)
      await call('accept', socket)
      await call('recvFrom', socket)
      await call('sendTo', socket, bytes('x'), '127.0.0.1', 9)
      await call('read', socket, 0)
      await call('read', socket, -1)
      await call('write', socket, bytes(''))
      start('read', socket, 3)
      start('read', socket, 4)
      await quiet()
      await call('write', socket, bytes('abcdef'))
      await quiet()
      await call('read', socket)
      start('read', socket, 5)
      start('disconnect', socket)
      await quiet()
      await call('getInfo', socket)
      await call('read', socket)
      await call('write', socket, bytes('x'))
      await call('listen', socket, '127.0.0.1', 0)
      await call('secure', socket)
      await call('getInfo', socket)
    },
  },
  {
    name: 'secure: options of the sockets below',
    why: 'Chromium does not find the TCP connection below, which is a listed difference.',
    needs: ['tls'],
    async play({ call, tcp, peers }) {
      const socket = await tcp()
      await call('connect', socket, 'localhost', peers['rsa'])
      await call('secure', socket)
      await call('setNoDelay', socket, true)
      await call('setKeepAlive', socket, true, 5)
    },
  },
  {
    name: 'secure: much data, and writes in a row',
    why: 'Many records both ways, with writes that wait for each other.',
    needs: ['tls'],
    async play({ start, bytes, tcp, peers, readAll, quiet, call }) {
      const socket = await tcp()
      await call('connect', socket, 'localhost', peers['rsa'])
      await call('secure', socket)
      start('write', socket, bytes('abc'))
      start('write', socket, bytes(100_000))
      start('write', socket, bytes('def'))
      await readAll(socket, 100_006)
      const reused = new Uint8Array(bytes(50_000))
      start('write', socket, reused)
      reused.fill(120)
      await readAll(socket, 50_000)
      await quiet()
    },
  },
  {
    name: 'secure: before connect, twice, and on others',
    why: 'secure fails in its own way wherever there is no connection to secure.',
    needs: ['tls', 'datagram'],
    async play({ call, start, tcp, udp, connected, quiet }) {
      await call('secure', await tcp())
      await call('secure', await udp())
      const twice = await connected('tlsNever')
      start('secure', twice)
      start('secure', twice, {})
      await quiet()
      await call('getInfo', twice)
    },
  },
  {
    name: 'secure: calls during the handshake',
    why: 'Other calls during the handshake meet a socket that is in use.',
    needs: ['tls'],
    async play({ call, start, bytes, connected, quiet }) {
      const socket = await connected('tlsNever')
      start('secure', socket)
      start('read', socket)
      start('read', socket, 0)
      start('write', socket, bytes('x'))
      start('write', socket, bytes(''))
      start('getInfo', socket)
      start('accept', socket)
      await quiet()
      await call('read', socket)
      await call('write', socket, bytes('x'))
      await call('setNoDelay', socket, true)
      await call('setKeepAlive', socket, true)
      await call('connect', socket, '127.0.0.1', 9)
      await call('listen', socket, '127.0.0.1', 0)
      await call('getInfo', socket)
    },
  },
  {
    name: 'secure: with a read or a write pending',
    why: 'A pending read or write makes secure fail, and the socket is gone.',
    needs: ['tls'],
    async play({ call, start, bytes, connected, quiet }) {
      const reading = await connected('silent')
      start('read', reading)
      start('secure', reading)
      await quiet()
      await call('getInfo', reading)
      const writing = await connected('silent')
      start('write', writing, bytes(20_000_000))
      start('secure', writing)
      await quiet()
      await call('getInfo', writing)
    },
  },
  {
    name: 'secure: disconnect and destroy during the handshake',
    why: 'The end of the socket during the handshake: whether secure is answered.',
    needs: ['tls'],
    async play({ call, start, connected, quiet, peers }) {
      for (const end of ['disconnect', 'destroy']) {
        for (const peer of ['tlsNever', 'rsa']) {
          const socket = await connected(peer)
          start('secure', socket)
          if (peer === 'tlsNever') await quiet()
          start(end, socket)
          start('getInfo', socket)
          await quiet()
          await call('getInfo', socket)
          await call('read', socket)
          await call('connect', socket, 'localhost', peers['echo'])
        }
      }
    },
  },
  {
    name: 'secure: tlsVersion',
    why: 'The versions that min and max allow, against servers of one version each.',
    needs: ['tls'],
    async play({ call, bytes, tcp, peers, start, note }) {
      const versions: readonly object[] = [
        { min: 'tls1.2' },
        { min: 'tls1.3' },
        { max: 'tls1.2' },
        { max: 'tls1.3' },
        { min: 'tls1.2', max: 'tls1.2' },
        { min: 'tls1.3', max: 'tls1.3' },
        { min: 'tls1.3', max: 'tls1.2' },
        { min: 'tls1', max: 'tls1.1' },
        { min: 'tls1' },
        { min: 'tls1.1' },
        { max: 'tls1' },
        { max: 'tls1.1' },
        { min: 'ssl3' },
        { min: 'x' },
        { max: 'x' },
        { min: '', max: '' },
        { min: 'tls1.3', max: 'x' },
        { min: 'tls1.3', max: 'tls1.1' },
        { min: 'TLS1.3' },
        {},
      ]
      for (const tlsVersion of versions) {
        for (const peer of ['TLSv1.1', 'TLSv1.2', 'TLSv1.3']) {
          note(peer)
          const socket = await tcp()
          await call('connect', socket, 'localhost', peers[peer])
          const result = await call('secure', socket, { tlsVersion })
          if ((result as unknown) === 0) {
            await call('write', socket, bytes('x'))
            await call('read', socket)
          }
          start('destroy', socket)
        }
      }
    },
  },
  {
    name: 'secure: after some plain text (STARTTLS)',
    why: 'Mail clients speak plain text first, and then secure the same connection.',
    needs: ['tls'],
    async play({ call, bytes, connected }) {
      const socket = await connected('startTls')
      await call('read', socket)
      await call('write', socket, bytes('STARTTLS\r\n'))
      await call('read', socket)
      await call('secure', socket)
      await call('write', socket, bytes('over TLS'))
      await call('read', socket)
    },
  },
  {
    name: 'secure: with plain text unread',
    why: 'Unread plain bytes come before the handshake.',
    needs: ['tls'],
    async play({ call, start, connected, quiet, bytes, peers, tcp }) {
      const socket = await connected('greeter')
      await quiet()
      start('secure', socket)
      await quiet()
      await call('getInfo', socket)
      const partly = await tcp()
      await call('connect', partly, '127.0.0.1', peers['startTls'])
      await call('read', partly)
      await call('write', partly, bytes('STARTTLS\r\n'))
      await quiet()
      await call('read', partly, 5)
      await call('secure', partly)
      await call('getInfo', partly)
    },
  },
  {
    name: 'secure: after the peer has closed',
    why: 'The handshake cannot begin, and the code says why.',
    needs: ['tls'],
    async play({ call, bytes, connected, quiet }) {
      for (const peer of ['bye', 'reset', 'half']) {
        const socket = await connected(peer)
        await call('write', socket, bytes('go'))
        await quiet()
        await call('secure', socket)
        await call('getInfo', socket)
      }
    },
  },
  {
    name: 'secure: a name that a certificate cannot have',
    why: 'The name that Chromium checks the certificate for, where the host is an IP literal or oddly written.',
    needs: ['tls'],
    async play({ call, tcp, peers, start }) {
      for (const host of ['LOCALHOST', 'localhost.', 'foo.localhost', '127.1', '::ffff:127.0.0.1']) {
        for (const peer of ['rsa', 'wildcard']) {
          const socket = await tcp()
          await call('connect', socket, host, peers[peer])
          await call('secure', socket)
          start('destroy', socket)
        }
      }
    },
  },
]
