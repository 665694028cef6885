/**
 * The client of TLS 1.2 after the ServerHello (RFC 5246, section 7.4; RFC 8422; RFC 7627; RFC 5077).
 */
import { equalBytes } from '../bytes/bytes.ts'
import { TlsFault } from '../wire/fault.ts'
import { encodeMessage, type HandshakeMessage } from '../wire/handshake-message.ts'
import { Reader } from '../wire/reader.ts'
import { encodeCertificate12, readCertificateRequest12, signTranscript12 } from './client-certificate.ts'
import { deriveMaster, installMaster, secretsOf } from './connection-keys-12.ts'
import type { HandshakeContext } from './context.ts'
import { exchangeKeys, readServerKeyExchange } from './key-exchange-12.ts'
import { prf, verifyDataLength } from './key-schedule-12.ts'
import { awaitAppeal, awaitVerdict, readCertificate12, serverLeaf } from './server-certificate.ts'
import { maxLifetimeSeconds } from './session.ts'
import type { State, StateTable } from './state.ts'

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

async function receiveCertificate(context: HandshakeContext, message: HandshakeMessage): Promise<State> {
  const { suite } = secretsOf(context)
  await readCertificate12(context, message.body)
  // RFC 8422, section 5.10: an Ed25519 key goes with an ECDSA suite.
  if ((serverLeaf(context).kind === 'rsa') !== (suite.authentication === 'rsa')) {
    throw new TlsFault('illegal_parameter', 'the key in the certificate is of another kind than the cipher suite wants')
  }
  if (!curveIsOffered(context)) {
    throw new TlsFault('illegal_parameter', 'the key in the certificate is of a curve that was not offered')
  }
  context.transcript.add(message.raw)
  await awaitVerdict(context)
  return suite.keyExchange === 'ecdhe' ? 'wait_server_key_exchange' : 'wait_certificate_request_or_done'
}

/**
 * RFC 8422, section 5.1: the groups that are offered hold for the certificate too. P-521 is offered by its signature
 * scheme alone.
 */
function curveIsOffered(context: HandshakeContext): boolean {
  const { kind } = serverLeaf(context)
  if (kind !== 'p256' && kind !== 'p384') return true
  return context.options.groups.includes(kind === 'p256' ? 'secp256r1' : 'secp384r1')
}

async function receiveServerKeyExchange(context: HandshakeContext, message: HandshakeMessage): Promise<State> {
  await readServerKeyExchange(context, message)
  context.transcript.add(message.raw)
  return 'wait_certificate_request_or_done'
}

function receiveCertificateRequest(context: HandshakeContext, message: HandshakeMessage): State {
  context.certificateRequest = readCertificateRequest12(message.body)
  context.transcript.add(message.raw)
  return 'wait_server_hello_done'
}

async function receiveServerHelloDone(context: HandshakeContext, message: HandshakeMessage): Promise<State> {
  const { channel, transcript } = context
  const secrets = secretsOf(context)
  new Reader(message.body).end()
  await awaitAppeal(context)
  if (!channel.isDrained()) throw new TlsFault('unexpected_message', 'handshake data after the end of a flight')
  transcript.add(message.raw)
  // The whole flight is made before any of it is sent, so that it leaves in one piece.
  const flight: Uint8Array[] = []
  const add = (sent: Uint8Array): void => {
    transcript.add(sent)
    flight.push(sent)
  }
  if (context.certificateRequest !== undefined) add(encodeCertificate12(context))
  const exchange = await exchangeKeys(context)
  context.keyShares = []
  add(exchange.message)
  await installMaster(context, deriveMaster(context, exchange.premaster))
  const verify = context.certificateRequest && (await signTranscript12(context))
  if (verify !== undefined) add(verify)
  for (const sent of flight) channel.send(sent)
  sendFinished(context)
  return secrets.ticketExpected ? 'wait_new_session_ticket' : 'wait_change_cipher_spec'
}

function verifyData(context: HandshakeContext, side: 'client' | 'server'): Uint8Array {
  const { master, suite } = secretsOf(context)
  const digest = context.transcript.digest()
  return prf(context.options.crypto, suite.hash, master, `${side} finished`, digest, verifyDataLength)
}

function sendFinished(context: HandshakeContext): void {
  const { writes } = secretsOf(context)
  if (writes === undefined) throw new Error('there are no keys')
  context.channel.sendChangeCipherSpec()
  context.channel.protectWrites(writes)
  context.send(encodeMessage('finished', verifyData(context, 'client')))
}

/** RFC 5077, section 3.3. An empty ticket is a server that has changed its mind. */
function receiveNewSessionTicket(context: HandshakeContext, message: HandshakeMessage): State {
  const reader = new Reader(message.body)
  const lifetime = reader.u32()
  const ticket = reader.vector(2)
  reader.end()
  context.transcript.add(message.raw)
  if (ticket.length > 0) secretsOf(context).newTicket = { ticket: ticket.slice(), lifetime }
  return 'wait_change_cipher_spec'
}

function receiveChangeCipherSpec(context: HandshakeContext): State {
  const { reads } = secretsOf(context)
  if (reads === undefined) throw new Error('there are no keys')
  if (!context.channel.isDrained())
    throw new TlsFault('unexpected_message', 'handshake data goes on over a change of keys')
  context.channel.protectReads(reads)
  return 'wait_finished_12'
}

function receiveFinished(context: HandshakeContext, message: HandshakeMessage): State {
  if (!equalBytes(message.body, verifyData(context, 'server'))) {
    throw new TlsFault('decrypt_error', 'the Finished message of the server is wrong')
  }
  if (!context.channel.isDrained()) throw new TlsFault('unexpected_message', 'handshake data after the end of a flight')
  context.transcript.add(message.raw)
  if (context.resumed) sendFinished(context)
  keepSession(context)
  context.channel.secured(context.negotiated)
  return 'connected_12'
}

/** Without the extended master secret a session is not safe to go on with (RFC 7627, section 5.3). */
function keepSession(context: HandshakeContext): void {
  const { options } = context
  const { suite, master, newTicket, serverSessionId, extendedMasterSecret } = secretsOf(context)
  const previous = context.takenUp
  const ticket = newTicket?.ticket ?? previous?.ticket ?? new Uint8Array(0)
  if (!extendedMasterSecret || (ticket.length === 0 && serverSessionId.length === 0)) return
  const receivedAt = options.now()
  const lifetime = Math.min(newTicket?.lifetime || maxLifetimeSeconds, maxLifetimeSeconds)
  const expiresAt = newTicket === undefined ? previous?.expiresAt : receivedAt + lifetime * 1000
  context.keepSession({
    version: 'tls1.2',
    suiteId: suite.id,
    secret: master,
    ticket,
    // With a ticket the ID is the client's, made anew for each connection (RFC 5077, section 3.4).
    sessionId: ticket.length === 0 ? serverSessionId : new Uint8Array(0),
    ageAdd: 0,
    receivedAt,
    expiresAt: Math.min(expiresAt ?? receivedAt + lifetime * 1000, context.peerExpiresAt),
    peerChain: context.peerChain,
  })
}

/** BoringSSL's answer, which does not wait for the server to give up. */
function refuseRenegotiation(_: HandshakeContext, message: HandshakeMessage): State {
  new Reader(message.body).end()
  throw new TlsFault('no_renegotiation', 'the server wants to renegotiate')
}
