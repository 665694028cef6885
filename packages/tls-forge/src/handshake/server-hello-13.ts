/**
 * Receives the ServerHello of TLS 1.3, which gives the keys of the handshake and may resume the offered session (RFC
 * 8446, section 4.1.3).
 */
import { Set, promiseAll } from '../bytes/globals.ts'
import { equalBytes } from '../bytes/bytes.ts'
import type { RecordProtection } from '../records/record-protection.ts'
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
import type { Session } from './session.ts'
import type { SentHello, State } from './state.ts'
import { TrafficKey13 } from './traffic-keys-13.ts'

const allowedExtensions: ReadonlySet<ExtensionName> = new Set(['key_share', 'pre_shared_key', 'supported_versions'])

/** Checks the fields that a ServerHello and a HelloRetryRequest of TLS 1.3 share. */
export function checkHello13(context: HandshakeContext, sent: SentHello, hello: ServerHello): CipherSuite13 {
  const suite = context.options.suites.find(({ id }) => id === hello.suiteId)
  if (suite?.version !== 'tls1.3') throw new TlsFault('illegal_parameter', 'the cipher suite was not offered')
  if (sent.retrySuite !== undefined && sent.retrySuite !== suite) {
    throw new TlsFault('illegal_parameter', 'the cipher suite has changed')
  }
  // RFC 8446 fixes these three values. It names no alert for the first two, so they have BoringSSL's.
  if (hello.legacyVersion !== 0x0303) throw new TlsFault('decode_error', 'legacy_version is not TLS 1.2')
  if (hello.compression !== 0) throw new TlsFault('decode_error', 'compression has been chosen')
  if (!equalBytes(hello.sessionId, sent.sessionId)) {
    throw new TlsFault('illegal_parameter', 'the session ID has changed')
  }
  return suite
}

export async function receiveServerHello13(
  context: HandshakeContext,
  sent: SentHello,
  hello: ServerHello,
  message: HandshakeMessage,
): Promise<State> {
  const { options, channel, transcript } = context
  const suite = checkHello13(context, sent, hello)
  const extensions = readExtensions(hello.extensions, {
    solicited: sent.extensions,
    allowed: allowedExtensions,
    duplicate: 'illegal_parameter',
  })
  const shareBytes = extensions.get('key_share')
  if (shareBytes === undefined) {
    // The client offers only psk_dhe_ke, so a resumption without a key share is inconsistent (section 4.2.11).
    const alert = extensions.has('pre_shared_key') ? 'illegal_parameter' : 'missing_extension'
    throw new TlsFault(alert, 'the ServerHello has no key share')
  }
  const session = resumedSession(sent, suite, extensions.get('pre_shared_key'))
  const reader = new Reader(shareBytes)
  const group = groupById(reader.u16())
  const publicKey = reader.vector(2, 1)
  reader.end()
  const share = sent.keyShares.find((made) => made.group === group)
  if (share === undefined) throw new TlsFault('illegal_parameter', 'the group was not offered')
  const secret = await agree(share, publicKey)
  context.requireDrained()

  transcript.setHash(suite.hash)
  transcript.add(message.raw)
  const schedule = new KeySchedule13(options.crypto, suite.hash, session?.secret)
  schedule.advance(secret)
  const digest = transcript.digest()
  const clientSecret = schedule.derive('c hs traffic', digest)
  const serverSecret = schedule.derive('s hs traffic', digest)
  schedule.advance()
  context.logKey('CLIENT_HANDSHAKE_TRAFFIC_SECRET', clientSecret)
  context.logKey('SERVER_HANDSHAKE_TRAFFIC_SECRET', serverSecret)
  const protection = (secret: Uint8Array): Promise<RecordProtection> =>
    new TrafficKey13(options.crypto, suite, schedule, secret).protection()
  const [reads, writes] = await promiseAll([protection(serverSecret), protection(clientSecret)])
  channel.protectReads(reads)
  // For middleboxes, the client sends a single ChangeCipherSpec, before its first protected record (appendix D.4).
  if (sent.retrySuite === undefined) channel.sendChangeCipherSpec()
  channel.protectWrites(writes)
  const { extensions: asked } = sent
  return {
    name: 'wait_encrypted_extensions',
    suite,
    group: share.group,
    schedule,
    clientSecret,
    serverSecret,
    session,
    extensions: asked,
  }
}

/** Returns the session that the server resumes, if any. */
function resumedSession(
  { session }: SentHello,
  suite: CipherSuite13,
  extension: Uint8Array | undefined,
): Session | undefined {
  if (extension === undefined) return undefined
  const reader = new Reader(extension)
  const identity = reader.u16()
  reader.end()
  if (identity !== 0 || session === undefined) throw new TlsFault('illegal_parameter', 'the session was not offered')
  if (sessionHash(session) !== suite.hash) {
    throw new TlsFault('illegal_parameter', 'the session has another hash')
  }
  return session
}
