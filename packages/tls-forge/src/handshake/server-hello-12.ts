/**
 * The ServerHello of TLS 1.2 (RFC 5246, section 7.4.1.3; RFC 8422; RFC 7627; RFC 5077; RFC 5746): a new session begins, or
 * the offered one goes on.
 */
import { equalBytes } from '../bytes/bytes.ts'
import { readExtensions, type ExtensionName } from '../wire/extensions.ts'
import { TlsFault } from '../wire/fault.ts'
import type { HandshakeMessage } from '../wire/handshake-message.ts'
import { Reader } from '../wire/reader.ts'
import { chosenProtocol } from './alpn.ts'
import { installMaster } from './connection-keys-12.ts'
import type { HandshakeContext } from './context.ts'
import { refuseDowngrade, type ServerHello } from './server-hello.ts'
import type { Session } from './session.ts'
import type { State } from './state.ts'

const allowedExtensions: ReadonlySet<ExtensionName> = new Set([
  'server_name',
  'ec_point_formats',
  // No server should send it, but some BigIPs do; BoringSSL lets it pass too.
  'supported_groups',
  'alpn',
  'extended_master_secret',
  'session_ticket',
  'renegotiation_info',
])

export async function receiveServerHello12(
  context: HandshakeContext,
  hello: ServerHello,
  message: HandshakeMessage,
): Promise<State> {
  if (context.retried) throw new TlsFault('illegal_parameter', 'TLS 1.2 after a HelloRetryRequest')
  refuseDowngrade(context, hello)
  const { options, transcript } = context
  const suite = options.suites.find(({ id }) => id === hello.suiteId)
  if (suite?.version !== 'tls1.2') throw new TlsFault('illegal_parameter', 'a cipher suite that was not offered')
  context.suite = suite
  const session = acceptedSession(context, hello)
  transcript.setHash(suite.hash)
  transcript.add(message.raw)
  if (hello.compression !== 0) throw new TlsFault('illegal_parameter', 'compression has been chosen')
  const extensions = readExtensions(hello.extensions, {
    solicited: context.offered,
    allowed: allowedExtensions,
    duplicate: 'decode_error',
  })
  for (const name of ['server_name', 'extended_master_secret', 'session_ticket'] as const) {
    if ((extensions.get(name)?.length ?? 0) > 0) throw new TlsFault('decode_error', `${name} is not empty`)
  }
  checkRenegotiationInfo(extensions.get('renegotiation_info'))
  checkPointFormats(extensions.get('ec_point_formats'))
  context.alpnProtocol = chosenProtocol(context.options.alpnProtocols, extensions.get('alpn'))
  const extendedMasterSecret = extensions.has('extended_master_secret')
  const ticketExpected = extensions.has('session_ticket')
  context.secrets12 = {
    suite,
    serverRandom: hello.random.slice(),
    serverSessionId: hello.sessionId.slice(),
    extendedMasterSecret,
    ticketExpected,
    peerPublicKey: undefined,
    master: new Uint8Array(0),
    reads: undefined,
    writes: undefined,
    newTicket: undefined,
  }
  if (session === undefined) return 'wait_certificate_12'
  // RFC 7627, section 5.3. Only sessions with the extension are kept here.
  if (!extendedMasterSecret) {
    throw new TlsFault('handshake_failure', 'a session goes on without its extended master secret')
  }
  context.takenUp = session
  context.peerChain = session.peerChain
  context.peerExpiresAt = session.expiresAt
  await installMaster(context, session.secret)
  return ticketExpected ? 'wait_new_session_ticket' : 'wait_change_cipher_spec'
}

/** The offered session, when the server has echoed its ID to say that it goes on. */
function acceptedSession(context: HandshakeContext, hello: ServerHello): Session | undefined {
  const session = context.offeredSession
  context.offeredSession = undefined
  if (context.sessionId.length === 0 || !equalBytes(hello.sessionId, context.sessionId)) return undefined
  if (session?.version !== 'tls1.2') {
    throw new TlsFault('illegal_parameter', 'the server goes on with a session that there never was')
  }
  if (session.suiteId !== hello.suiteId) {
    throw new TlsFault('illegal_parameter', 'a session goes on with another cipher suite')
  }
  return session
}

/** RFC 5746, section 3.4: in a first handshake it is empty. A server that does not know it is taken as it is. */
function checkRenegotiationInfo(extension: Uint8Array | undefined): void {
  if (extension === undefined) return
  const reader = new Reader(extension)
  const connection = reader.vector(1)
  reader.end()
  if (connection.length > 0) throw new TlsFault('handshake_failure', 'a renegotiation where there was no negotiation')
}

/** RFC 8422, section 5.2: uncompressed points must be among them. */
function checkPointFormats(extension: Uint8Array | undefined): void {
  if (extension === undefined) return
  const reader = new Reader(extension)
  const formats = reader.vector(1, 1)
  reader.end()
  if (!formats.includes(0)) throw new TlsFault('illegal_parameter', 'the server takes no uncompressed points')
}
