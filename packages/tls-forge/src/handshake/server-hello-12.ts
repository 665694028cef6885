/**
 * Receives the ServerHello of TLS 1.2, which begins a new session or resumes the offered session (RFC 5246, section
 * 7.4.1.3; RFC 8422; RFC 7627; RFC 5077; RFC 5746).
 */
import { Set } from '../bytes/globals.ts'
import { equalBytes } from '../bytes/bytes.ts'
import { readExtensions, type ExtensionName } from '../wire/extensions.ts'
import { TlsFault } from '../wire/fault.ts'
import type { HandshakeMessage } from '../wire/handshake-message.ts'
import { Reader } from '../wire/reader.ts'
import { chosenProtocol } from './alpn.ts'
import type { HandshakeContext } from './context.ts'
import { protectionsOf } from './keys-12.ts'
import { refuseDowngrade, type ServerHello } from './server-hello.ts'
import type { Session } from './session.ts'
import type { Hello12, SentHello, State } from './state.ts'

const allowedExtensions: ReadonlySet<ExtensionName> = new Set([
  'server_name',
  'ec_point_formats',
  // A server should not send this extension, but some BigIPs do, and BoringSSL accepts it.
  'supported_groups',
  'alpn',
  'extended_master_secret',
  'session_ticket',
  'renegotiation_info',
])

export async function receiveServerHello12(
  context: HandshakeContext,
  sent: SentHello,
  hello: ServerHello,
  message: HandshakeMessage,
): Promise<State> {
  if (sent.retrySuite !== undefined) throw new TlsFault('illegal_parameter', 'TLS 1.2 after a HelloRetryRequest')
  refuseDowngrade(context, hello)
  const { options, transcript } = context
  const suite = options.suites.find(({ id }) => id === hello.suiteId)
  if (suite?.version !== 'tls1.2') throw new TlsFault('illegal_parameter', 'the cipher suite was not offered')
  const session = resumedSession(sent, hello)
  transcript.setHash(suite.hash)
  transcript.add(message.raw)
  if (hello.compression !== 0) throw new TlsFault('illegal_parameter', 'compression has been chosen')
  const extensions = readExtensions(hello.extensions, {
    solicited: sent.extensions,
    allowed: allowedExtensions,
    duplicate: 'decode_error',
  })
  for (const name of ['server_name', 'extended_master_secret', 'session_ticket'] as const) {
    if ((extensions.get(name)?.length ?? 0) > 0) throw new TlsFault('decode_error', `${name} is not empty`)
  }
  checkRenegotiationInfo(extensions.get('renegotiation_info'))
  checkPointFormats(extensions.get('ec_point_formats'))
  const received: Hello12 = {
    suite,
    serverRandom: hello.random.slice(),
    serverSessionId: hello.sessionId.slice(),
    extendedMasterSecret: extensions.has('extended_master_secret'),
    ticketExpected: extensions.has('session_ticket'),
    alpnProtocol: chosenProtocol(options.alpnProtocols, extensions.get('alpn')),
    keyShares: sent.keyShares,
  }
  return session === undefined ? { name: 'wait_certificate_12', ...received } : resume(context, received, session)
}

async function resume(context: HandshakeContext, hello: Hello12, session: Session): Promise<State> {
  // RFC 7627, section 5.3. The sessions that are kept here all have the extended master secret.
  if (!hello.extendedMasterSecret) {
    throw new TlsFault('handshake_failure', 'the session has no extended master secret')
  }
  const { reads, writes } = await protectionsOf(context, hello, session.secret)
  return {
    name: hello.ticketExpected ? 'wait_new_session_ticket' : 'wait_change_cipher_spec',
    ...hello,
    master: session.secret,
    peer: { chain: session.peerChain, expiresAt: session.expiresAt },
    group: undefined,
    reads,
    resumed: { session, writes },
  }
}

/** Returns the offered session if the server resumes it, which it says by echoing the session ID. */
function resumedSession({ session, sessionId }: SentHello, hello: ServerHello): Session | undefined {
  if (sessionId.length === 0 || !equalBytes(hello.sessionId, sessionId)) return undefined
  if (session?.version !== 'tls1.2') {
    throw new TlsFault('illegal_parameter', 'the session was not offered')
  }
  if (session.suiteId !== hello.suiteId) {
    throw new TlsFault('illegal_parameter', 'the cipher suite has changed')
  }
  return session
}

/**
 * Checks renegotiation_info, which must be empty in a first handshake (RFC 5746, section 3.4). A server may lack the
 * extension.
 */
function checkRenegotiationInfo(extension: Uint8Array | undefined): void {
  if (extension === undefined) return
  const reader = new Reader(extension)
  const connection = reader.vector(1)
  reader.end()
  if (connection.length > 0) throw new TlsFault('handshake_failure', 'renegotiation_info is not empty')
}

/** Checks ec_point_formats, which must include uncompressed points (RFC 8422, section 5.2). */
function checkPointFormats(extension: Uint8Array | undefined): void {
  if (extension === undefined) return
  const reader = new Reader(extension)
  const formats = reader.vector(1, 1)
  reader.end()
  if (!formats.includes(0)) throw new TlsFault('illegal_parameter', 'the server takes no uncompressed points')
}
