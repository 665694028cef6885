/**
 * The states of a TLS 1.2 client after the ServerHello (RFC 5246, section 7.4; RFC 8422; RFC 7627; RFC 5077).
 */
import { Uint8Array } from '../bytes/globals.ts'
import { equalBytes } from '../bytes/bytes.ts'
import type { KeyKind } from '../crypto/spki.ts'
import type { RecordProtection } from '../records/record-protection.ts'
import type { CipherSuite12 } from '../wire/cipher-suites.ts'
import { TlsFault } from '../wire/fault.ts'
import { encodeMessage, type HandshakeMessage } from '../wire/handshake-message.ts'
import { Reader } from '../wire/reader.ts'
import { readCertificateRequest12 } from './certificate-request.ts'
import { encodeCertificate12, signTranscript } from './client-certificate.ts'
import type { ClientOptions, HandshakeContext, NegotiatedConnection } from './context.ts'
import { exchangeKeys, readServerKeyExchange } from './key-exchange-12.ts'
import { prf, verifyDataLength } from './key-schedule-12.ts'
import { deriveMaster, protectionsOf } from './keys-12.ts'
import { acceptPeer, awaitVerdict, readCertificate12 } from './server-certificate.ts'
import { maxLifetimeSeconds } from './session.ts'
import type { Keys12, State, StateOf, StateTable } from './state.ts'

export const states12: StateTable<
  | 'wait_certificate_12'
  | 'wait_server_key_exchange'
  | 'wait_certificate_request_or_done'
  | 'wait_server_hello_done'
  | 'wait_new_session_ticket'
  | 'wait_change_cipher_spec'
  | 'wait_finished_12'
  | 'connected_12'
> = {
  wait_certificate_12: { certificate: receiveCertificate },
  wait_server_key_exchange: { server_key_exchange: receiveServerKeyExchange },
  wait_certificate_request_or_done: {
    certificate_request: receiveCertificateRequest,
    server_hello_done: receiveServerHelloDone,
  },
  wait_server_hello_done: { server_hello_done: receiveServerHelloDone },
  wait_new_session_ticket: { new_session_ticket: receiveNewSessionTicket },
  wait_change_cipher_spec: { change_cipher_spec: receiveChangeCipherSpec },
  wait_finished_12: { finished: receiveFinished },
  connected_12: { hello_request: refuseRenegotiation },
}

async function receiveCertificate(
  context: HandshakeContext,
  state: StateOf<'wait_certificate_12'>,
  message: HandshakeMessage,
): Promise<State> {
  const isEcdhe = state.suite.keyExchange === 'ecdhe'
  const certificate = readCertificate12(context, message.body, isEcdhe ? 'digitalSignature' : 'keyEncipherment')
  checkKeyKind(certificate.leaf.kind, state.suite, context.options)
  context.transcript.add(message.raw)
  const verdict = await awaitVerdict(certificate)
  const name = isEcdhe ? 'wait_server_key_exchange' : 'wait_certificate_request_or_done'
  return { ...state, name, certificate, verdict }
}

function checkKeyKind(kind: KeyKind, suite: CipherSuite12, { groups }: ClientOptions): void {
  // An Ed25519 key belongs to an ECDSA suite (RFC 8422, section 5.10).
  if ((kind === 'rsa') !== (suite.authentication === 'rsa')) {
    throw new TlsFault('illegal_parameter', 'the key does not fit the cipher suite')
  }
  // The offered groups also limit the curve of the certificate (RFC 8422, section 5.1). P-521 is offered only by its
  // signature scheme.
  const group = kind === 'p256' ? 'secp256r1' : kind === 'p384' ? 'secp384r1' : undefined
  if (group !== undefined && !groups.includes(group)) {
    throw new TlsFault('illegal_parameter', 'the curve of the key was not offered')
  }
}

async function receiveServerKeyExchange(
  context: HandshakeContext,
  state: StateOf<'wait_server_key_exchange'>,
  message: HandshakeMessage,
): Promise<State> {
  const serverShare = await readServerKeyExchange(context, state, message)
  context.transcript.add(message.raw)
  return { ...state, name: 'wait_certificate_request_or_done', serverShare }
}

function receiveCertificateRequest(
  context: HandshakeContext,
  state: StateOf<'wait_certificate_request_or_done'>,
  message: HandshakeMessage,
): State {
  const certificateRequest = readCertificateRequest12(message.body)
  context.channel.certificateRequested()
  context.transcript.add(message.raw)
  return { ...state, name: 'wait_server_hello_done', certificateRequest }
}

async function receiveServerHelloDone(
  context: HandshakeContext,
  state: StateOf<'wait_certificate_request_or_done' | 'wait_server_hello_done'>,
  message: HandshakeMessage,
): Promise<State> {
  const { channel, transcript } = context
  const { certificateRequest } = state
  new Reader(message.body).end()
  const peer = await acceptPeer(state.certificate, state.verdict)
  context.requireDrained()
  transcript.add(message.raw)
  // The whole flight is made before any of it is sent, so that it leaves in one piece.
  const flight: Uint8Array[] = []
  const add = (sent: Uint8Array): void => {
    transcript.add(sent)
    flight.push(sent)
  }
  if (certificateRequest !== undefined) add(encodeCertificate12(context, certificateRequest))
  const exchange = await exchangeKeys(context, state)
  add(exchange.message)
  const master = deriveMaster(context, state, exchange.premaster)
  const { reads, writes } = await protectionsOf(context, state, master)
  const verify = certificateRequest && (await signTranscript(context, 'tls1.2', certificateRequest))
  if (verify !== undefined) add(verify)
  for (const sent of flight) channel.send(sent)
  const keys: Keys12 = { ...state, master, peer, group: state.serverShare?.group, reads, resumed: undefined }
  sendFinished(context, keys, writes)
  return { ...keys, name: state.ticketExpected ? 'wait_new_session_ticket' : 'wait_change_cipher_spec' }
}

function verifyData(context: HandshakeContext, { suite, master }: Keys12, side: 'client' | 'server'): Uint8Array {
  const digest = context.transcript.digest()
  return prf(context.options.crypto, suite.hash, master, `${side} finished`, digest, verifyDataLength)
}

function sendFinished(context: HandshakeContext, keys: Keys12, writes: RecordProtection): void {
  context.channel.sendChangeCipherSpec()
  context.channel.protectWrites(writes)
  context.send(encodeMessage('finished', verifyData(context, keys, 'client')))
}

/**
 * Receives a NewSessionTicket. A server that has decided against a ticket sends an empty ticket (RFC 5077, section
 * 3.3).
 */
function receiveNewSessionTicket(
  context: HandshakeContext,
  state: StateOf<'wait_new_session_ticket'>,
  message: HandshakeMessage,
): State {
  const reader = new Reader(message.body)
  const lifetime = reader.u32()
  const ticket = reader.vector(2)
  reader.end()
  context.transcript.add(message.raw)
  const next = { ...state, name: 'wait_change_cipher_spec' } as const
  return ticket.length === 0 ? next : { ...next, newTicket: { ticket: ticket.slice(), lifetime } }
}

function receiveChangeCipherSpec(context: HandshakeContext, state: StateOf<'wait_change_cipher_spec'>): State {
  context.requireDrained()
  context.channel.protectReads(state.reads)
  return { ...state, name: 'wait_finished_12' }
}

function receiveFinished(
  context: HandshakeContext,
  state: StateOf<'wait_finished_12'>,
  message: HandshakeMessage,
): State {
  if (!equalBytes(message.body, verifyData(context, state, 'server'))) {
    throw new TlsFault('decrypt_error', 'the Finished message is wrong')
  }
  context.requireDrained()
  context.transcript.add(message.raw)
  if (state.resumed !== undefined) sendFinished(context, state, state.resumed.writes)
  keepSession(context, state)
  context.channel.secured(negotiated(state))
  return { name: 'connected_12' }
}

function negotiated({ suite, group, alpnProtocol, peer, resumed }: Keys12): NegotiatedConnection {
  return {
    version: 'tls1.2',
    cipherSuite: suite.name,
    ...(group !== undefined && { group }),
    ...(alpnProtocol !== undefined && { alpnProtocol }),
    peerChain: peer.chain,
    resumed: resumed !== undefined,
  }
}

/** Keeps the session. Without the extended master secret, it is not safe to resume (RFC 7627, section 5.3). */
function keepSession({ options, sessions }: HandshakeContext, state: Keys12): void {
  const { suite, master, newTicket, serverSessionId, peer } = state
  const previous = state.resumed?.session
  const ticket = newTicket?.ticket ?? previous?.ticket ?? new Uint8Array(0)
  if (!state.extendedMasterSecret || (ticket.length === 0 && serverSessionId.length === 0)) return
  const receivedAt = options.now()
  const lifetime = Math.min(newTicket?.lifetime || maxLifetimeSeconds, maxLifetimeSeconds)
  const expiresAt = newTicket === undefined ? previous?.expiresAt : receivedAt + lifetime * 1000
  sessions.keep({
    version: 'tls1.2',
    suiteId: suite.id,
    secret: master,
    ticket,
    // With a ticket, the client makes a new session ID for each connection (RFC 5077, section 3.4).
    sessionId: ticket.length === 0 ? serverSessionId : new Uint8Array(0),
    ageAdd: 0,
    receivedAt,
    expiresAt: Math.min(expiresAt ?? receivedAt + lifetime * 1000, peer.expiresAt),
    peerChain: peer.chain,
  })
}

/** Ends the connection, as BoringSSL does. It does not wait for the server to give up. */
function refuseRenegotiation(_: HandshakeContext, _state: StateOf<'connected_12'>, message: HandshakeMessage): State {
  new Reader(message.body).end()
  throw new TlsFault('no_renegotiation', 'the server asked for renegotiation')
}
