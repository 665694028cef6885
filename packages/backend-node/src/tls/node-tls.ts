/// <reference types="node" preserve="true" />
/**
 * Node's own TLS as a provider for `secure`, with Chromium's verdicts.
 * Source: https://nodejs.org/docs/latest-v20.x/api/tls.html
 */
import type { X509Certificate } from 'node:crypto'
import net from 'node:net'
import type { Duplex } from 'node:stream'
import tls from 'node:tls'
import type { ByteStream, Cancel, NetResult, TlsOptions, TlsProvider, TlsVersion } from '@chrome-socket/api/backend'
import { afterMicrotasks, completeLater, Inbox, NetError } from '@chrome-socket/api/backend'
import { endAndLinger, StreamDuplex } from '@chrome-socket/api/backend/node'
import { HandleStream } from '../handles/handle-stream.ts'
import { receiveInto, SocketStream } from '../sockets/socket-stream.ts'
import { SocketTcpStream } from '../sockets/socket-tcp-stream.ts'
import { certificateResult, handshakeResult } from './tls-error.ts'

/** As in `tls.createSecureContext`. */
export interface NodeTlsOptions {
  /** The authorities to trust, PEM or DER, instead of Node's own. */
  readonly ca?: tls.SecureContextOptions['ca']
  /** The client's certificate chain and key, PEM, for servers that ask for one. */
  readonly cert?: tls.SecureContextOptions['cert']
  readonly key?: tls.SecureContextOptions['key']
  /** The same as PKCS#12. */
  readonly pfx?: tls.SecureContextOptions['pfx']
  readonly passphrase?: string
  /** In order of preference. */
  readonly alpnProtocols?: readonly string[]
}

const versionNames: Readonly<Record<TlsVersion, tls.SecureVersion>> = {
  tls1: 'TLSv1',
  'tls1.1': 'TLSv1.1',
  'tls1.2': 'TLSv1.2',
  'tls1.3': 'TLSv1.3',
}

/** What Chromium offers, by OpenSSL's names: no CBC with SHA-256, no DHE (net/socket/ssl_client_socket_impl.cc). */
const cipherSuites = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-RSA-AES256-SHA',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
  'AES128-SHA',
  'AES256-SHA',
].join(':')

/** Of Chromium's groups those that each supported version of OpenSSL has. */
const groups = 'X25519:P-256:P-384'

/** Makes the provider; what the options have wrong (a key that does not fit) is thrown here. */
export function nodeTls({ alpnProtocols, ...contextOptions }: NodeTlsOptions = {}): TlsProvider {
  const contexts = new Map<string, tls.SecureContext>()
  const contextFor = (minVersion: TlsVersion, maxVersion: TlsVersion): tls.SecureContext => {
    const key = `${minVersion}-${maxVersion}`
    const context =
      contexts.get(key) ??
      tls.createSecureContext({
        ...contextOptions,
        ciphers: cipherSuites,
        ecdhCurve: groups,
        minVersion: versionNames[minVersion],
        maxVersion: versionNames[maxVersion],
      })
    contexts.set(key, context)
    return context
  }
  contextFor('tls1.2', 'tls1.3')
  return {
    name: 'node',
    secure(inner, { serverName, minVersion = 'tls1.2', maxVersion = 'tls1.3' }: TlsOptions, done) {
      // No version lies between the limits; Chromium finds out in its handshake.
      if (minVersion === 'tls1.3' && maxVersion === 'tls1.2') {
        inner.close()
        return completeLater(() => done(NetError.ERR_SSL_PROTOCOL_ERROR))
      }
      if (isOurs(inner) && inner.isOver) {
        inner.close()
        return completeLater(() => done(NetError.ERR_SOCKET_NOT_CONNECTED))
      }
      return handshake(inner, serverName, contextFor(minVersion, maxVersion), alpnProtocols, done)
    },
  }
}

function isOurs(stream: ByteStream): stream is HandleStream | SocketTcpStream {
  return stream instanceof HandleStream || stream instanceof SocketTcpStream
}

type SecureDone = (result: NetResult, stream?: ByteStream) => void

function handshake(
  inner: ByteStream,
  serverName: string,
  secureContext: tls.SecureContext,
  alpnProtocols: readonly string[] | undefined,
  done: SecureDone,
): Cancel {
  const transport: Duplex = (isOurs(inner) && inner.detachSocket()) || new StreamDuplex(inner)
  const options: tls.ConnectionOptions & { allowHalfOpen: true } = {
    socket: transport,
    secureContext,
    allowHalfOpen: true,
    ...(net.isIP(serverName) === 0 && { servername: serverName }),
    ...(alpnProtocols !== undefined && { ALPNProtocols: [...alpnProtocols] }),
    // Node stops at the first fault it finds, and takes a name from the subject: both are looked at below instead.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  }
  const socket = tls.connect(options)
  let settled = false
  const settle = (result: NetResult, stream?: ByteStream): void => {
    if (settled) return
    settled = true
    if (result !== NetError.OK) {
      socket.destroy()
      inner.close()
    }
    afterMicrotasks(() => {
      over = true
      if (!cancelled) done(result, stream)
    })
  }
  let cancelled = false
  let over = false
  socket.on('error', (error) => settle(handshakeResult(error)))
  socket.on('close', () => settle(NetError.ERR_CONNECTION_CLOSED))
  socket.once('secureConnect', () => {
    const verifyError = socket.authorizationError as unknown as string | null
    const certificate = socket.getPeerX509Certificate()
    const result =
      certificate === undefined || isSignedWithSha1(certificate)
        ? NetError.ERR_CERT_INVALID
        : certificateResult(verifyError ?? undefined, nameMatches(certificate, serverName))
    settle(result, result === NetError.OK ? new TlsStream(socket, inner) : undefined)
  })
  return () => {
    if (over) return
    cancelled = true
    socket.destroy()
    inner.close()
    settle(NetError.ERR_ABORTED)
  }
}

/** sha1WithRSAEncryption and ecdsa-with-SHA1, as they stand in a certificate (RFC 3279, 2.2). OpenSSL refuses them; BoringSSL, as in Bun, does not. */
const sha1Signatures = ['06092a864886f70d010105', '06072a8648ce3d0401'].map((hex) => Buffer.from(hex, 'hex'))

/** Whether it, or an intermediate above it, is; how an anchor is signed does not matter. */
function isSignedWithSha1(certificate: X509Certificate): boolean {
  const { issuerCertificate, raw, issuer, subject } = certificate
  if (issuer === subject) return false
  if (sha1Signatures.some((algorithm) => raw.includes(algorithm))) return true
  return issuerCertificate !== undefined && isSignedWithSha1(issuerCertificate)
}

/** By subjectAltName only, as Chromium does. */
function nameMatches(certificate: X509Certificate, serverName: string): boolean {
  if (net.isIP(serverName) !== 0) return certificate.checkIP(serverName) !== undefined
  const isOnCertificate = certificate.checkHost(serverName, { subject: 'never', partialWildcards: false }) !== undefined
  // Deno 2.9 looks at the subject, too, whatever that option says.
  return isOnCertificate && hasDnsName(certificate.subjectAltName ?? '', serverName)
}

/** `names` as Node writes them, `DNS:a.example, IP Address:192.0.2.1`; names with odd characters, which it puts in quotes, match nothing. */
function hasDnsName(names: string, serverName: string): boolean {
  if (names.includes('"')) return false
  const wildcard = serverName.replace(/^[^.]+/, '*')
  return names
    .toLowerCase()
    .split(', ')
    .some((name) => name === `dns:${serverName}` || name === `dns:${wildcard}`)
}

class TlsStream extends SocketStream {
  readonly #inner: ByteStream

  constructor(socket: tls.TLSSocket, inner: ByteStream) {
    const inbox = new Inbox()
    super(socket, inbox, inner.local, inner.peer)
    this.#inner = inner
    receiveInto(inbox, socket)
  }

  /** Node's TLS encrypts at once, whatever is queued. */
  protected override completesInTick(): boolean {
    return true
  }

  /** Leaves the server time to end its side: see `endAndLinger`. */
  override close(): void {
    if (this.isClosed) return
    const { socket } = this
    if (socket.writableLength > 0 || socket.readableEnded || this.inbox.failure !== undefined) {
      super.close()
      this.#inner.close()
      return
    }
    this.isClosed = true
    this.inbox.close()
    endAndLinger(socket, () => this.#inner.close())
  }
}
