/**
 * The client of TLS 1.3 from the ServerHello on (RFC 8446, sections 4.1.3 to 4.4).
 */
import { equalBytes } from '../wire/bytes.ts'
import type { CipherSuite13 } from '../wire/cipher-suites.ts'
import { readExtensions, type ExtensionName } from '../wire/extensions.ts'
import { TlsFault } from '../wire/fault.ts'
import { groupById } from '../wire/groups.ts'
import { encodeMessage, type HandshakeMessage } from '../wire/handshake-message.ts'
import { Reader } from '../wire/reader.ts'
import { encodeCertificate13, readCertificateRequest13, signedContent, signTranscript13 } from './client-certificate.ts'
import { encodeClientHello, sessionHash } from './client-hello.ts'
import { chosenProtocol } from './alpn.ts'
import type { HandshakeContext } from './context.ts'
import { agree } from './key-agreement.ts'
import { KeySchedule13 } from './key-schedule-13.ts'
import { requireDrained, secretsOf, trafficProtection, type Secrets13 } from './traffic-keys-13.ts'
import { receiveKeyUpdate, receiveTicket13 } from './post-handshake-13.ts'
import { awaitVerdict, checkSignature, readCertificate13 } from './server-certificate.ts'
import type { ServerHello } from './server-hello.ts'
import type { State, StateTable } from './state.ts'

const helloExtensions: ReadonlySet<ExtensionName> = new Set(['key_share', 'pre_shared_key', 'supported_versions'])
const retryExtensions: ReadonlySet<ExtensionName> = new Set(['key_share', 'cookie', 'supported_versions'])
const encryptedExtensions: ReadonlySet<ExtensionName> = new Set(['server_name', 'supported_groups', 'alpn'])

export const states13: StateTable<
  | 'wait_encrypted_extensions'
  | 'wait_certificate_or_request_13'
  | 'wait_certificate_13'
  | 'wait_certificate_verify'
  | 'wait_finished_13'
  | 'connected_13'
> = {
  wait_encrypted_extensions: { encrypted_extensions: receiveEncryptedExtensions },
  wait_certificate_or_request_13: { certificate_request: receiveCertificateRequest, certificate: receiveCertificate },
  wait_certificate_13: { certificate: receiveCertificate },
  wait_certificate_verify: { certificate_verify: receiveCertificateVerify },
  wait_finished_13: { finished: receiveFinished },
  connected_13: { new_session_ticket: receiveTicket13, key_update: receiveKeyUpdate },
}

/** What is fixed in every ServerHello of TLS 1.3. */
function checkHello(context: HandshakeContext, hello: ServerHello): CipherSuite13 {
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

export async function receiveRetryRequest(
  context: HandshakeContext,
  hello: ServerHello,
  message: HandshakeMessage,
): Promise<State> {
  if (context.retried) throw new TlsFault('unexpected_message', 'a second HelloRetryRequest')
  const suite = checkHello(context, hello)
  const extensions = readExtensions(hello.extensions, {
    solicited: new Set([...context.offered, 'cookie']),
    allowed: retryExtensions,
    duplicate: 'illegal_parameter',
  })
  const cookie = extensions.get('cookie')
  const share = extensions.get('key_share')
  if (cookie === undefined && share === undefined) {
    throw new TlsFault('illegal_parameter', 'a HelloRetryRequest that changes nothing')
  }
  if (cookie !== undefined) {
    const reader = new Reader(cookie)
    context.cookie = reader.vector(2, 1)
    reader.end()
  }
  if (share !== undefined) {
    const reader = new Reader(share)
    const group = groupById(reader.u16())
    reader.end()
    if (group === undefined || !context.options.groups.includes(group)) {
      throw new TlsFault('illegal_parameter', 'a group that was not offered')
    }
    if (context.keyShares.some((sent) => sent.group === group)) {
      throw new TlsFault('illegal_parameter', 'a group whose key share has been sent')
    }
    context.keyShares = [await context.options.crypto.generateKeyShare(group)]
  }
  requireDrained(context)
  context.retried = true
  context.transcript.replaceByHash(suite.hash)
  context.transcript.add(message.raw)
  // Section 4.1.4: a session whose hash is another one cannot be taken up.
  const { offeredSession } = context
  if (offeredSession?.version === 'tls1.3' && sessionHash(offeredSession) !== suite.hash) {
    context.offeredSession = undefined
  }
  context.channel.sendChangeCipherSpec()
  context.send(encodeClientHello(context))
  return 'wait_server_hello'
}

export async function receiveServerHello13(
  context: HandshakeContext,
  hello: ServerHello,
  message: HandshakeMessage,
): Promise<State> {
  const { options, channel, transcript } = context
  const suite = checkHello(context, hello)
  const extensions = readExtensions(hello.extensions, {
    solicited: context.offered,
    allowed: helloExtensions,
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

function receiveEncryptedExtensions(context: HandshakeContext, message: HandshakeMessage): State {
  const reader = new Reader(message.body)
  const block = reader.vector(2)
  reader.end()
  const extensions = readExtensions(block, {
    solicited: context.offered,
    allowed: encryptedExtensions,
    duplicate: 'decode_error',
  })
  if ((extensions.get('server_name')?.length ?? 0) > 0) throw new TlsFault('decode_error', 'server_name is not empty')
  context.alpnProtocol = chosenProtocol(context.options.alpnProtocols, extensions.get('alpn'))
  context.transcript.add(message.raw)
  return context.resumed ? 'wait_finished_13' : 'wait_certificate_or_request_13'
}

function receiveCertificateRequest(context: HandshakeContext, message: HandshakeMessage): State {
  context.certificateRequest = readCertificateRequest13(message.body)
  context.transcript.add(message.raw)
  return 'wait_certificate_13'
}

async function receiveCertificate(context: HandshakeContext, message: HandshakeMessage): Promise<State> {
  await readCertificate13(context, message.body)
  context.transcript.add(message.raw)
  return 'wait_certificate_verify'
}

async function receiveCertificateVerify(context: HandshakeContext, message: HandshakeMessage): Promise<State> {
  const reader = new Reader(message.body)
  const schemeId = reader.u16()
  const signature = reader.vector(2)
  reader.end()
  await checkSignature(context, schemeId, signature, signedContent('server', context.transcript.digest()))
  await awaitVerdict(context)
  context.transcript.add(message.raw)
  return 'wait_finished_13'
}

async function receiveFinished(context: HandshakeContext, message: HandshakeMessage): Promise<State> {
  const { channel, transcript } = context
  const secrets = secretsOf(context)
  const { schedule } = secrets
  if (!equalBytes(message.body, schedule.finished(secrets.server, transcript.digest()))) {
    throw new TlsFault('decrypt_error', 'the Finished message of the server is wrong')
  }
  requireDrained(context)
  transcript.add(message.raw)
  const digest = transcript.digest()
  const client = schedule.derive('c ap traffic', digest)
  const server = schedule.derive('s ap traffic', digest)
  context.logKey('CLIENT_TRAFFIC_SECRET_0', client)
  context.logKey('SERVER_TRAFFIC_SECRET_0', server)
  if (context.options.keyLog !== undefined) context.logKey('EXPORTER_SECRET', schedule.derive('exp master', digest))
  const [reads, writes] = await Promise.all([trafficProtection(context, server), trafficProtection(context, client)])
  if (context.certificateRequest !== undefined) {
    const certificate = encodeCertificate13(context)
    transcript.add(certificate)
    const verify = await signTranscript13(context)
    channel.send(certificate)
    if (verify !== undefined) context.send(verify)
  }
  context.send(encodeMessage('finished', schedule.finished(secrets.client, transcript.digest())))
  secrets.resumption = schedule.derive('res master', transcript.digest())
  secrets.client = client
  secrets.server = server
  channel.protectReads(reads)
  channel.protectWrites(writes)
  channel.secured()
  return 'connected_13'
}
