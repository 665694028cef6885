/**
 * The secrets of a connection of TLS 1.2, and the record protection made of them (RFC 5246, sections 6.3 and 8.1;
 * RFC 7627, section 4).
 */
import { aeadKeyLength, cbcKeyLength, macLength, type CryptoProvider } from '../crypto/provider.ts'
import { concatenate } from '../bytes/bytes.ts'
import { cbcProtection } from '../records/cbc-protection.ts'
import type { CipherSuite12 } from '../wire/cipher-suites.ts'
import { protection12, type RecordProtection } from '../records/record-protection.ts'
import type { HandshakeContext } from './context.ts'
import { cutKeyBlock, masterSecretLength, prf } from './key-schedule-12.ts'

/** What the handshake has found out so far. */
export interface Secrets12 {
  readonly suite: CipherSuite12
  readonly serverRandom: Uint8Array
  readonly serverSessionId: Uint8Array
  readonly extendedMasterSecret: boolean
  readonly ticketExpected: boolean
  /** The server's half of the key exchange, where it has one. */
  peerPublicKey: Uint8Array | undefined
  master: Uint8Array
  /** Installed when its ChangeCipherSpec comes. */
  reads: RecordProtection | undefined
  writes: RecordProtection | undefined
  newTicket: { readonly ticket: Uint8Array; readonly lifetime: number } | undefined
}

export function secretsOf(context: HandshakeContext): Secrets12 {
  if (context.secrets12 === undefined) throw new Error('there is no ServerHello yet')
  return context.secrets12
}

/** RFC 7627, section 4; without the extension RFC 5246, section 8.1. */
export function deriveMaster(context: HandshakeContext, premaster: Uint8Array): Uint8Array {
  const { suite, serverRandom, extendedMasterSecret } = secretsOf(context)
  const [label, seed] = extendedMasterSecret
    ? ['extended master secret', context.transcript.digest()]
    : ['master secret', concatenate(context.random, serverRandom)]
  return prf(context.options.crypto, suite.hash, premaster, label, seed, masterSecretLength)
}

/** Makes the keys of both directions from the master secret. They are used once each side has said so. */
export async function installMaster(context: HandshakeContext, master: Uint8Array): Promise<void> {
  const { crypto } = context.options
  const secrets = secretsOf(context)
  const { cipher, hash } = secrets.suite
  secrets.master = master
  context.logKey('CLIENT_RANDOM', master)
  const lengths = keyLengths(cipher)
  const seed = concatenate(secrets.serverRandom, context.random)
  const block = prf(crypto, hash, master, 'key expansion', seed, 2 * (lengths.mac + lengths.key + lengths.iv))
  const keys = cutKeyBlock(block, lengths.mac, lengths.key, lengths.iv)
  const [reads, writes] = await Promise.all([
    protection(crypto, cipher, keys.serverKey, keys.serverMac, keys.serverIv),
    protection(crypto, cipher, keys.clientKey, keys.clientMac, keys.clientIv),
  ])
  secrets.reads = reads
  secrets.writes = writes
}

/** An AEAD has no key for a MAC; CBC takes its IV from each record. */
function keyLengths(cipher: CipherSuite12['cipher']): { mac: number; key: number; iv: number } {
  if (isCbc(cipher)) return { mac: macLength, key: cbcKeyLength[cipher], iv: 0 }
  return { mac: 0, key: aeadKeyLength[cipher], iv: cipher === 'chacha20-poly1305' ? 12 : 4 }
}

const isCbc = (cipher: CipherSuite12['cipher']): cipher is keyof typeof cbcKeyLength => cipher in cbcKeyLength

async function protection(
  crypto: CryptoProvider,
  cipher: CipherSuite12['cipher'],
  key: Uint8Array,
  macKey: Uint8Array,
  iv: Uint8Array,
): Promise<RecordProtection> {
  if (isCbc(cipher)) return cbcProtection(await crypto.cbcAndMac(cipher, key, macKey), crypto.randomBytes)
  return protection12(await crypto.aead(cipher, key), iv)
}
