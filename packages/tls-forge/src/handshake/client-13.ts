/**
 * The states of a TLS 1.3 client after the ServerHello (RFC 8446, sections 4.3 and 4.4).
 */
import { Set, promiseAll } from '../bytes/globals.ts'
import { equalBytes } from '../bytes/bytes.ts'
import { readExtensions, type ExtensionName } from '../wire/extensions.ts'
import { TlsFault } from '../wire/fault.ts'
import { encodeMessage, type HandshakeMessage } from '../wire/handshake-message.ts'
import { Reader } from '../wire/reader.ts'
import { chosenProtocol } from './alpn.ts'
import { readCertificateRequest13, type CertificateRequest } from './certificate-request.ts'
import { encodeCertificate13, signedContent, signTranscript } from './client-certificate.ts'
import type { HandshakeContext, NegotiatedConnection } from './context.ts'
import { receiveKeyUpdate, receiveTicket13 } from './post-handshake-13.ts'
import { acceptPeer, awaitVerdict, checkSignature, readCertificate13 } from './server-certificate.ts'
import type { State, StateOf, StateTable } from './state.ts'
import { TrafficKey13 } from './traffic-keys-13.ts'

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

function receiveEncryptedExtensions(
  context: HandshakeContext,
  state: StateOf<'wait_encrypted_extensions'>,
  message: HandshakeMessage,
): State {
  const reader = new Reader(message.body)
  const block = reader.vector(2)
  reader.end()
  const extensions = readExtensions(block, {
    solicited: state.extensions,
    allowed: encryptedExtensions,
    duplicate: 'decode_error',
  })
  if ((extensions.get('server_name')?.length ?? 0) > 0) throw new TlsFault('decode_error', 'server_name is not empty')
  const alpnProtocol = chosenProtocol(context.options.alpnProtocols, extensions.get('alpn'))
  context.transcript.add(message.raw)
  const { session } = state
  if (session === undefined) return { ...state, name: 'wait_certificate_or_request_13', alpnProtocol }
  const peer = { chain: session.peerChain, expiresAt: session.expiresAt }
  return { ...state, name: 'wait_finished_13', alpnProtocol, peer }
}

function receiveCertificateRequest(
  context: HandshakeContext,
  state: StateOf<'wait_certificate_or_request_13'>,
  message: HandshakeMessage,
): State {
  const certificateRequest = readCertificateRequest13(message.body)
  context.channel.certificateRequested()
  context.transcript.add(message.raw)
  return { ...state, name: 'wait_certificate_13', certificateRequest }
}

function receiveCertificate(
  context: HandshakeContext,
  state: StateOf<'wait_certificate_or_request_13' | 'wait_certificate_13'>,
  message: HandshakeMessage,
): State {
  const certificate = readCertificate13(context, message.body)
  context.transcript.add(message.raw)
  return { ...state, name: 'wait_certificate_verify', certificate }
}

async function receiveCertificateVerify(
  context: HandshakeContext,
  state: StateOf<'wait_certificate_verify'>,
  message: HandshakeMessage,
): Promise<State> {
  const { certificate } = state
  const reader = new Reader(message.body)
  const schemeId = reader.u16()
  const signature = reader.vector(2)
  reader.end()
  // As in BoringSSL, the path is checked first: the key is not trusted yet, and using it may be expensive.
  const verdict = await awaitVerdict(certificate)
  const content = signedContent('server', context.transcript.digest())
  await checkSignature(context, certificate, 'tls1.3', schemeId, signature, content)
  const peer = await acceptPeer(certificate, verdict)
  context.transcript.add(message.raw)
  return { ...state, name: 'wait_finished_13', peer }
}

async function receiveFinished(
  context: HandshakeContext,
  state: StateOf<'wait_finished_13'>,
  message: HandshakeMessage,
): Promise<State> {
  const { channel, transcript, options } = context
  const { schedule, suite, certificateRequest, peer } = state
  if (!equalBytes(message.body, schedule.finished(state.serverSecret, transcript.digest()))) {
    throw new TlsFault('decrypt_error', 'the Finished message is wrong')
  }
  context.requireDrained()
  transcript.add(message.raw)
  const digest = transcript.digest()
  const writeKey = new TrafficKey13(options.crypto, suite, schedule, schedule.derive('c ap traffic', digest))
  const readKey = new TrafficKey13(options.crypto, suite, schedule, schedule.derive('s ap traffic', digest))
  context.logKey('CLIENT_TRAFFIC_SECRET_0', writeKey.secret)
  context.logKey('SERVER_TRAFFIC_SECRET_0', readKey.secret)
  if (options.keyLog !== undefined) context.logKey('EXPORTER_SECRET', schedule.derive('exp master', digest))
  const [reads, writes] = await promiseAll([readKey.protection(), writeKey.protection()])
  if (certificateRequest !== undefined) await proveClient(context, certificateRequest)
  context.send(encodeMessage('finished', schedule.finished(state.clientSecret, transcript.digest())))
  const resumptionSecret = schedule.derive('res master', transcript.digest())
  channel.protectReads(reads)
  channel.protectWrites(writes)
  channel.secured(negotiated(state), writeKey)
  return { name: 'connected_13', suite, schedule, resumptionSecret, readKey, peer }
}

async function proveClient(context: HandshakeContext, request: CertificateRequest): Promise<void> {
  const certificate = encodeCertificate13(context)
  context.transcript.add(certificate)
  const verify = await signTranscript(context, 'tls1.3', request)
  context.channel.send(certificate)
  if (verify !== undefined) context.send(verify)
}

function negotiated({ suite, group, alpnProtocol, peer, session }: StateOf<'wait_finished_13'>): NegotiatedConnection {
  return {
    version: 'tls1.3',
    cipherSuite: suite.name,
    group,
    ...(alpnProtocol !== undefined && { alpnProtocol }),
    peerChain: peer.chain,
    resumed: session !== undefined,
  }
}
