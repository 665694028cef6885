/**
 * The TLS peers of the scenarios: one of Node's TLS servers for each certificate, version, cipher suite and way of ending,
 * and peers that answer a ClientHello with something else.
 */
import { once } from 'node:events'
import net from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import tls from 'node:tls'
import type { TLSSocket, TlsOptions } from 'node:tls'
import type { Identities } from './identities.ts'
import type { PortTaker } from './other-loopback.ts'
import type { Peers } from './tcp-peers.ts'
import { alertNumbers, cipherSuites } from './tls-variants.ts'

const echo = (connection: TLSSocket): void => {
  connection.pipe(connection)
}

function onFirstBytes(act: (connection: TLSSocket, raw: Socket) => void): (connection: TLSSocket) => void {
  return (connection) => {
    connection.once('data', () => {
      connection.resume()
      // `_parent` is the socket below TLS, which Node gives no public access to.
      act(connection, (connection as unknown as { _parent: Socket })._parent)
    })
  }
}

/** The peers with one certificate and different behaviours. `raw` is the TCP connection below. */
const endings: Readonly<Record<string, (connection: TLSSocket, raw: Socket) => void>> = {
  tlsBye: (connection) => connection.end('bye'),
  /** This peer ends the TCP stream without a close_notify. */
  tlsCut: (connection, raw) => connection.write('bye', () => setTimeout(() => raw.end(), 50)),
  tlsReset: (connection, raw) => connection.write('bye', () => setTimeout(() => raw.resetAndDestroy(), 50)),
  /** This peer sends bytes that are not a TLS record, in the middle of the stream. */
  tlsGarbageLater: (_connection, raw) => raw.write('This is not a TLS record.'),
  tlsSource: (connection) => connection.end(Uint8Array.from({ length: 300_000 }, (_, index) => index % 251)),
}

/** The peers that are not TLS servers, by their answers to a ClientHello. */
const impostors: Readonly<Record<string, (connection: Socket) => void>> = {
  tlsNever: () => {},
  tlsCloses: (connection) => connection.end(),
  tlsResets: (connection) => connection.resetAndDestroy(),
  tlsHttp: (connection) => connection.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'),
  tlsEcho: (connection) => connection.pipe(connection),
  /** The header of a handshake record that claims 32,767 bytes. */
  tlsOversized: (connection) =>
    connection.write(Uint8Array.from([22, 3, 3, 0x7f, 0xff, ...Array.from({ length: 500 }, () => 1)])),
  tlsEmptyRecord: (connection) => connection.write(Uint8Array.of(22, 3, 3, 0, 0)),
  tlsApplicationData: (connection) => connection.write(Uint8Array.of(23, 3, 3, 0, 1, 0)),
  tlsHalfRecord: (connection) => connection.end(Uint8Array.of(22, 3, 3, 0, 80, 2, 0, 0)),
}

export async function startTlsPeers(identities: Identities, taker: PortTaker): Promise<Peers> {
  const connections = new Set<Socket>()
  const servers: Server[] = []
  const ports: Record<string, number> = {}
  const listen = async (name: string, server: Server): Promise<void> => {
    server.on('connection', (connection: Socket) => {
      connections.add(connection)
      connection.on('close', () => connections.delete(connection))
      connection.on('error', () => {})
    })
    server.on('tlsClientError', () => {})
    do {
      if (server.listening) await new Promise((resolve) => server.close(resolve))
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      ports[name] = (server.address() as AddressInfo).port
    } while (!(await taker.takeBeside('127.0.0.1', ports[name])))
    servers.push(server)
  }
  // OpenSSL uses weak keys and signatures, and speaks the old versions, at its lowest security level only.
  const identity = (name: string): TlsOptions => ({ ...identities.byName[name], ciphers: 'DEFAULT@SECLEVEL=0' })
  const serve = (options: TlsOptions, onConnection: (connection: TLSSocket) => void): Server =>
    tls.createServer(options, (connection) => {
      connection.on('error', () => {})
      onConnection(connection)
    })

  for (const name of Object.keys(identities.byName)) await listen(name, serve(identity(name), echo))
  for (const cipher of cipherSuites) {
    const options = { ...identity('rsa'), ciphers: cipher, maxVersion: 'TLSv1.2', dhparam: 'auto' } as const
    await listen(cipher, serve(options, echo))
  }
  const ecdsaSuite = { ...identity('ecdsa'), ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256', maxVersion: 'TLSv1.2' } as const
  await listen('ECDHE-ECDSA-AES128-GCM-SHA256', serve(ecdsaSuite, echo))
  const versions: readonly tls.SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']
  for (const version of versions) {
    await listen(version, serve({ ...identity('rsa'), minVersion: version, maxVersion: version }, echo))
  }
  for (const suite of ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256']) {
    await listen(suite, serve({ ...identity('rsa'), ciphers: suite, minVersion: 'TLSv1.3' }, echo))
  }
  for (const curve of ['P-256', 'P-384', 'P-521', 'X25519', 'X448']) {
    await listen(curve, serve({ ...identity('rsa'), ecdhCurve: curve }, echo))
  }
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const options = { ...identity('rsa'), maxVersion: version, requestCert: true, ca: identities.trusted }
    await listen(`clientOptional ${version}`, serve({ ...options, rejectUnauthorized: false }, echo))
    await listen(`clientRequired ${version}`, serve({ ...options, rejectUnauthorized: true }, echo))
    for (const [name, end] of Object.entries(endings)) {
      await listen(`${name} ${version}`, serve({ ...identity('rsa'), maxVersion: version }, onFirstBytes(end)))
    }
  }
  for (const [name, answer] of Object.entries(impostors)) await listen(name, answerFirstBytes(answer))
  for (const number of alertNumbers) {
    await listen(
      `alert${number}`,
      answerFirstBytes((connection) => connection.write(Uint8Array.of(21, 3, 3, 0, 2, number === 0 ? 1 : 2, number))),
    )
  }
  await listen('startTls', startTls(identity('rsa')))
  return {
    ports,
    async close() {
      for (const server of servers) server.close()
      for (const connection of connections) connection.destroy()
    },
  }
}

function answerFirstBytes(answer: (connection: Socket) => void): Server {
  return net.createServer((connection) => {
    connection.on('error', () => {})
    connection.once('data', () => {
      connection.resume()
      answer(connection)
    })
  })
}

/** Makes a server that speaks plain text first, and TLS after a request. */
function startTls(options: TlsOptions): Server {
  return net.createServer((connection) => {
    connection.on('error', () => {})
    connection.write('220 ready\r\n')
    connection.once('data', () => {
      connection.write('220 go ahead\r\n')
      const secured = new tls.TLSSocket(connection, { ...options, isServer: true })
      secured.on('error', () => {})
      secured.pipe(secured)
    })
  })
}
