/**
 * The client of TLS 1.3 after the ServerHello (RFC 8446, sections 4.3 and 4.4).
 */
import { equalBytes } from '../bytes/bytes.ts'
import { readExtensions, type ExtensionName } from '../wire/extensions.ts'
import { TlsFault } from '../wire/fault.ts'
import { encodeMessage, type HandshakeMessage } from '../wire/handshake-message.ts'
import { Reader } from '../wire/reader.ts'
import { chosenProtocol } from './alpn.ts'
import { encodeCertificate13, readCertificateRequest13, signedContent, signTranscript13 } from './client-certificate.ts'
import type { HandshakeContext } from './context.ts'
import { receiveKeyUpdate, receiveTicket13 } from './post-handshake-13.ts'
import { awaitAppeal, awaitVerdict, checkSignature, readCertificate13 } from './server-certificate.ts'
import type { State, StateTable } from './state.ts'
import { requireDrained, secretsOf, trafficProtection } from './traffic-keys-13.ts'

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
  // The path comes first, as in BoringSSL: nobody has vouched for this key, and using it may cost much.
  await awaitVerdict(context)
  await checkSignature(context, schemeId, signature, signedContent('server', context.transcript.digest()))
  await awaitAppeal(context)
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
  channel.secured(context.negotiated)
  return 'connected_13'
}
