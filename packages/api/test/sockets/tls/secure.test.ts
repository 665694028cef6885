/**
 * Expectations: Chromium 156, asked. `secure` on a connection that the peer has closed or reset before, with nothing read,
 * gives -15. One that the peer closes during the handshake gives -100.
 */
import { describe, expect, it } from 'vitest'
import type { TlsOptions, TlsProvider, TlsVersion } from '../../../src/backend/index.ts'
import { TcpSocket } from '../../../src/sockets/tcp/tcp-socket.ts'
import { secureSocket } from '../../../src/sockets/tls/secure.ts'
import type { SecureOptions } from '../../../src/sockets/tls/secure-options.ts'
import { ScriptedStream, scriptedBackend } from '../../scripted-backend.ts'
import { turns } from '../../turns.ts'
import { recordedRead, RecordedWrite } from '../recorded-operations.ts'

/** A handshake that the test completes. */
interface Handshake {
  readonly options: TlsOptions
  complete(result: number, stream?: ScriptedStream): void
}

function scriptedTls(oldestVersion?: TlsVersion): { tls: TlsProvider; handshakes: Handshake[] } {
  const handshakes: Handshake[] = []
  const tls: TlsProvider = {
    name: 'scripted',
    ...(oldestVersion !== undefined && { oldestVersion }),
    secure(_inner, options, complete) {
      handshakes.push({ options, complete })
      return () => {}
    },
  }
  return { tls, handshakes }
}

async function connected(stream = new ScriptedStream(), hostname = 'name.example'): Promise<TcpSocket> {
  const socket = new TcpSocket(scriptedBackend(stream))
  socket.hostname = hostname
  await new Promise((resolve) => socket.connect(['192.0.2.2'], 80, resolve))
  return socket
}

async function secured(
  socket: TcpSocket,
  options?: SecureOptions,
  { tls, handshakes } = scriptedTls(),
): Promise<{ handshakes: Handshake[]; log: unknown[] }> {
  const log: unknown[] = []
  secureSocket(tls, socket, options, (result, replacement) => log.push(result, replacement?.type))
  await turns()
  return { handshakes, log }
}

describe('secure', () => {
  it('gives the socket that replaces the one that was connected', async () => {
    const { handshakes, log } = await secured(await connected())
    expect(log).toEqual([])
    handshakes[0]?.complete(0, new ScriptedStream())
    expect(log).toEqual([0, 'tls'])
  })

  it.each(['hasEnded', 'peerHasEnded'] as const)(
    'gives -15 in a turn of its own, without a handshake, by %s',
    async (how) => {
      const stream = new ScriptedStream()
      const socket = await connected(stream)
      stream[how] = true
      const log: unknown[] = []
      const { tls, handshakes } = scriptedTls()
      secureSocket(tls, socket, undefined, (result) => log.push(result))
      expect(log).toEqual([])
      await turns()
      expect([log, handshakes]).toEqual([[-15], []])
    },
  )

  it('of a peer that goes during the handshake gives the error of the handshake', async () => {
    const { handshakes, log } = await secured(await connected())
    handshakes[0]?.complete(-100)
    expect(log).toEqual([-100, undefined])
  })

  it('does not complete once the socket is disconnected', async () => {
    const stream = new ScriptedStream()
    const socket = await connected(stream)
    stream.hasEnded = true
    const log: unknown[] = []
    secureSocket(scriptedTls().tls, socket, undefined, (result) => log.push(result))
    socket.disconnect()
    await turns()
    expect(log).toEqual([])
  })

  it.each(['read', 'write'])('is refused while a %s is pending', async (kind) => {
    const socket = await connected()
    if (kind === 'read') socket.read(10, recordedRead([]))
    else socket.write(Uint8Array.of(1), new RecordedWrite([], 'write', 1))
    expect((await secured(socket)).log).toEqual([-2, undefined])
  })

  it.each([
    ['name.example.', 'name.example'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['127.1', '127.0.0.1'],
  ])('of %s asks for the name %s (RFC 6066, 3; RFC 5891)', async (hostname, serverName) => {
    const { handshakes } = await secured(await connected(new ScriptedStream(), hostname))
    expect(handshakes[0]?.options.serverName).toBe(serverName)
  })

  it.each([
    [{ min: 'tls1', max: 'tls1.3' }, undefined, { minVersion: 'tls1.2', maxVersion: 'tls1.3' }],
    [{ min: 'tls1.1' }, 'tls1', { minVersion: 'tls1.1' }],
    [{ min: 'ssl3', max: 'tls1.1' }, undefined, {}],
    [{ min: 'tls1.3', max: 'tls1.2' }, undefined, { minVersion: 'tls1.3', maxVersion: 'tls1.2' }],
  ] as const)('of the versions %o with a provider from %s on asks for %o', async (tlsVersion, oldest, expected) => {
    const { handshakes } = await secured(await connected(), { tlsVersion }, scriptedTls(oldest))
    expect(handshakes[0]?.options).toEqual({ serverName: 'name.example', ...expected })
  })
})
