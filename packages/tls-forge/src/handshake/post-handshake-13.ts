/**
 * The messages that may follow the handshake in TLS 1.3 (RFC 8446, section 4.6): tickets, and KeyUpdates of the
 * server.
 */
import { Set, Uint8Array } from '../bytes/globals.ts'
import { knownExtensionsBut, readExtensions, type ExtensionName } from '../wire/extensions.ts'
import { TlsFault } from '../wire/fault.ts'
import type { HandshakeMessage } from '../wire/handshake-message.ts'
import { Reader } from '../wire/reader.ts'
import type { HandshakeContext } from './context.ts'
import { maxLifetimeSeconds } from './session.ts'
import type { State, StateOf } from './state.ts'

/** The known extensions that do not belong in a NewSessionTicket (RFC 8446, section 4.2). */
const ticketRefuses: ReadonlySet<ExtensionName> = knownExtensionsBut('early_data')

export function receiveTicket13(
  context: HandshakeContext,
  state: StateOf<'connected_13'>,
  message: HandshakeMessage,
): State {
  const { schedule, suite, resumptionSecret, peer } = state
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
  if (lifetime > 0) {
    const receivedAt = context.options.now()
    context.sessions.keep({
      version: 'tls1.3',
      suiteId: suite.id,
      secret: schedule.ticketPsk(resumptionSecret, nonce),
      ticket: ticket.slice(),
      sessionId: new Uint8Array(0),
      ageAdd,
      receivedAt,
      expiresAt: Math.min(receivedAt + lifetime * 1000, peer.expiresAt),
      peerChain: peer.chain,
    })
  }
  return state
}

export async function receiveKeyUpdate(
  context: HandshakeContext,
  state: StateOf<'connected_13'>,
  message: HandshakeMessage,
): Promise<State> {
  const reader = new Reader(message.body)
  const requested = reader.u8()
  reader.end()
  if (requested > 1) throw new TlsFault('illegal_parameter', 'the KeyUpdate is malformed')
  context.channel.countKeyUpdate()
  context.requireDrained()
  context.channel.protectReads(await state.readKey.renewed())
  if (requested === 1) context.channel.keyUpdateRequested()
  return state
}
