/**
 * The ServerHello of TLS 1.3 (RFC 8446, section 4.1.3): the keys of the handshake come of it, and the offered session may
 * be taken up.
 */
import { equalBytes } from '../bytes/bytes.ts'
import type { CipherSuite13 } from '../wire/cipher-suites.ts'
import { readExtensions, type ExtensionName } from '../wire/extensions.ts'
import { TlsFault } from '../wire/fault.ts'
import { groupById } from '../wire/groups.ts'
import type { HandshakeMessage } from '../wire/handshake-message.ts'
import { Reader } from '../wire/reader.ts'
import { sessionHash } from './client-hello.ts'
import type { HandshakeContext } from './context.ts'
import { agree } from './key-agreement.ts'
import { KeySchedule13 } from './key-schedule-13.ts'
import type { ServerHello } from './server-hello.ts'
import type { State } from './state.ts'
import { requireDrained, trafficProtection, type Secrets13 } from './traffic-keys-13.ts'

const allowedExtensions: ReadonlySet<ExtensionName> = new Set(['key_share', 'pre_shared_key', 'supported_versions'])

/** What is fixed in every ServerHello of TLS 1.3, a HelloRetryRequest among them. */
export function checkHello13(context: HandshakeContext, hello: ServerHello): CipherSuite13 {
  const suite = context.options.suites.find(({ id }) => id === hello.suiteId)
  if (suite?.version !== 'tls1.3') throw new TlsFault('illegal_parameter', 'a cipher suite that was not offered')
  if (context.suite !== undefined && context.suite !== suite) {
    throw new TlsFault('illegal_parameter', 'another cipher suite than in the HelloRetryRequest')
  }
  // That these are fixed RFC 8446 says, and of these two not with which alert: BoringSSL's.
  if (hello.legacyVersion !== 0x0303) throw new TlsFault('decode_error', 'legacy_version is not that of TLS 1.2')
  if (hello.compression !== 0) throw new TlsFault('decode_error', 'compression has been chosen')
  if (!equalBytes(hello.sessionId, context.sessionId)) {
    throw new TlsFault('illegal_parameter', 'the session ID is not the one that was sent')
  }
  context.suite = suite
  return suite
}

export async function receiveServerHello13(
  context: HandshakeContext,
  hello: ServerHello,
  message: HandshakeMessage,
): Promise<State> {
  const { options, channel, transcript } = context
  const suite = checkHello13(context, hello)
  const extensions = readExtensions(hello.extensions, {
    solicited: context.offered,
    allowed: allowedExtensions,
    duplicate: 'illegal_parameter',
  })
  const shareBytes = extensions.get('key_share')
  if (shareBytes === undefined) {
    // Section 4.2.11: psk_key_exchange_modes asked for one, so that a session without it is inconsistent.
    const alert = extensions.has('pre_shared_key') ? 'illegal_parameter' : 'missing_extension'
    throw new TlsFault(alert, 'a ServerHello without a key share')
  }
  const psk = acceptedPsk(context, suite, extensions.get('pre_shared_key'))
  const reader = new Reader(shareBytes)
  const group = groupById(reader.u16())
  const publicKey = reader.vector(2, 1)
  reader.end()
  const share = context.keyShares.find((sent) => sent.group === group)
  if (share === undefined) throw new TlsFault('illegal_parameter', 'a key share of a group that was not sent')
  const secret = await agree(share, publicKey)
  requireDrained(context)

  context.group = share.group
  context.keyShares = []
  transcript.setHash(suite.hash)
  transcript.add(message.raw)
  const schedule = new KeySchedule13(options.crypto, suite.hash, psk)
  schedule.advance(secret)
  const digest = transcript.digest()
  const secrets: Secrets13 = {
    schedule,
    suite,
    client: schedule.derive('c hs traffic', digest),
    server: schedule.derive('s hs traffic', digest),
    resumption: undefined,
  }
  schedule.advance()
  context.secrets13 = secrets
  context.logKey('CLIENT_HANDSHAKE_TRAFFIC_SECRET', secrets.client)
  context.logKey('SERVER_HANDSHAKE_TRAFFIC_SECRET', secrets.server)
  const [reads, writes] = await Promise.all([
    trafficProtection(context, secrets.server),
    trafficProtection(context, secrets.client),
  ])
  channel.protectReads(reads)
  // Compatibility (appendix D.4): before the first protected record, once.
  if (!context.retried) channel.sendChangeCipherSpec()
  channel.protectWrites(writes)
  return 'wait_encrypted_extensions'
}

/** The key of the session that the server takes up, if it does. */
function acceptedPsk(
  context: HandshakeContext,
  suite: CipherSuite13,
  extension: Uint8Array | undefined,
): Uint8Array | undefined {
  if (extension === undefined) {
    context.offeredSession = undefined
    return undefined
  }
  const reader = new Reader(extension)
  const identity = reader.u16()
  reader.end()
  const session = context.offeredSession
  if (identity !== 0 || session === undefined) throw new TlsFault('illegal_parameter', 'a session that was not offered')
  if (sessionHash(session) !== suite.hash) {
    throw new TlsFault('illegal_parameter', 'a session with a cipher suite of another hash')
  }
  context.takenUp = session
  context.peerChain = session.peerChain
  context.peerExpiresAt = session.expiresAt
  return session.secret
}
