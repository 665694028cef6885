/**
 * What may come after the handshake in TLS 1.3 (RFC 8446, section 4.6): tickets, and new keys of the server.
 */
import { knownExtensionsBut, readExtensions, type ExtensionName } from '../wire/extensions.ts'
import { TlsFault } from '../wire/fault.ts'
import type { HandshakeMessage } from '../wire/handshake-message.ts'
import { Reader } from '../wire/reader.ts'
import type { HandshakeContext } from './context.ts'
import { maxLifetimeSeconds } from './session.ts'
import type { State } from './state.ts'
import { requireDrained, secretsOf, trafficProtection } from './traffic-keys-13.ts'

/** RFC 8446, section 4.2: what is known, and does not belong into a ticket. */
const ticketRefuses: ReadonlySet<ExtensionName> = knownExtensionsBut('early_data')

export function receiveTicket13(context: HandshakeContext, message: HandshakeMessage): State {
  const { options } = context
  const { schedule, suite, resumption } = secretsOf(context)
  const reader = new Reader(message.body)
  const lifetime = Math.min(reader.u32(), maxLifetimeSeconds)
  const ageAdd = reader.u32()
  const nonce = reader.vector(1)
  const ticket = reader.vector(2, 1)
  const block = reader.vector(2)
  reader.end()
  const earlyData = readExtensions(block, {
    solicited: undefined,
    allowed: new Set(['early_data']),
    refused: ticketRefuses,
    duplicate: 'illegal_parameter',
  }).get('early_data')
  if (earlyData !== undefined) {
    const limit = new Reader(earlyData)
    limit.u32()
    limit.end()
  }
  if (resumption !== undefined && lifetime > 0) {
    const receivedAt = options.now()
    context.keepSession({
      version: 'tls1.3',
      suiteId: suite.id,
      secret: schedule.ticketPsk(resumption, nonce),
      ticket: ticket.slice(),
      sessionId: new Uint8Array(0),
      ageAdd,
      receivedAt,
      expiresAt: Math.min(receivedAt + lifetime * 1000, context.peerExpiresAt),
      peerChain: context.peerChain,
    })
  }
  return 'connected_13'
}

export async function receiveKeyUpdate(context: HandshakeContext, message: HandshakeMessage): Promise<State> {
  const reader = new Reader(message.body)
  const requested = reader.u8()
  reader.end()
  if (requested > 1) throw new TlsFault('illegal_parameter', 'a KeyUpdate of an unknown kind')
  context.channel.countKeyUpdate()
  requireDrained(context)
  const secrets = secretsOf(context)
  secrets.server = secrets.schedule.update(secrets.server)
  context.channel.protectReads(await trafficProtection(context, secrets.server))
  if (requested === 1) context.channel.keyUpdateRequested()
  return 'connected_13'
}
