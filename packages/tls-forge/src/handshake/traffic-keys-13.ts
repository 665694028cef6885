/**
 * The secrets of a connection of TLS 1.3, and the record protection made of them (RFC 8446, sections 7.1 and 7.3).
 */
import type { CipherSuite13 } from '../wire/cipher-suites.ts'
import { TlsFault } from '../wire/fault.ts'
import { protection13, type RecordProtection } from '../records/record-protection.ts'
import type { HandshakeContext } from './context.ts'
import type { KeySchedule13 } from './key-schedule-13.ts'

/** The secrets of a connection; the traffic secrets change with each KeyUpdate. */
export interface Secrets13 {
  readonly schedule: KeySchedule13
  readonly suite: CipherSuite13
  /** Of the handshake, then of the application data. */
  client: Uint8Array
  server: Uint8Array
  resumption: Uint8Array | undefined
}

/** Protection by the keys of a traffic secret. */
export async function trafficProtection(context: HandshakeContext, secret: Uint8Array): Promise<RecordProtection> {
  const { schedule, suite } = secretsOf(context)
  const { key, iv } = schedule.trafficKey(secret, suite.aead)
  return protection13(await context.options.crypto.aead(suite.aead, key), iv, suite.aead !== 'chacha20-poly1305')
}

export function secretsOf(context: HandshakeContext): Secrets13 {
  if (context.secrets13 === undefined) throw new Error('there are no secrets yet')
  return context.secrets13
}

/** Keys have changed or a flight has ended: nothing may be left over of what came before. */
export function requireDrained(context: HandshakeContext): void {
  if (!context.channel.isDrained())
    throw new TlsFault('unexpected_message', 'handshake data goes on over a change of keys')
}
