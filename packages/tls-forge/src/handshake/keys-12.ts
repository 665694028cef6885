/**
 * The master secret of TLS 1.2, and the record protection derived from it (RFC 5246, sections 6.3 and 8.1; RFC 7627,
 * section 4).
 */
import { promiseAll } from '../bytes/globals.ts'
import { concatenate } from '../bytes/bytes.ts'
import { aeadKeyLength, cbcKeyLength, macLength, type CryptoProvider } from '../crypto/provider.ts'
import { cbcProtection } from '../records/cbc-protection.ts'
import { protection12, type RecordProtection } from '../records/record-protection.ts'
import type { CipherSuite12 } from '../wire/cipher-suites.ts'
import type { HandshakeContext } from './context.ts'
import { cutKeyBlock, masterSecretLength, prf } from './key-schedule-12.ts'
import type { Hello12 } from './state.ts'

/** Derives the master secret by RFC 7627, section 4, or without that extension by RFC 5246, section 8.1. */
export function deriveMaster(context: HandshakeContext, hello: Hello12, premaster: Uint8Array): Uint8Array {
  const { suite, serverRandom, extendedMasterSecret } = hello
  const [label, seed] = extendedMasterSecret
    ? ['extended master secret', context.transcript.digest()]
    : ['master secret', concatenate(context.random, serverRandom)]
  return prf(context.options.crypto, suite.hash, premaster, label, seed, masterSecretLength)
}

/** Derives the protection of both directions. Each direction uses it after the ChangeCipherSpec of its sender. */
export async function protectionsOf(
  context: HandshakeContext,
  { suite, serverRandom }: Hello12,
  master: Uint8Array,
): Promise<{ readonly reads: RecordProtection; readonly writes: RecordProtection }> {
  const { crypto } = context.options
  const { cipher, hash } = suite
  context.logKey('CLIENT_RANDOM', master)
  const lengths = keyLengths(cipher)
  const seed = concatenate(serverRandom, context.random)
  const block = prf(crypto, hash, master, 'key expansion', seed, 2 * (lengths.mac + lengths.key + lengths.iv))
  const keys = cutKeyBlock(block, lengths.mac, lengths.key, lengths.iv)
  const [reads, writes] = await promiseAll([
    protection(crypto, cipher, keys.serverKey, keys.serverMac, keys.serverIv),
    protection(crypto, cipher, keys.clientKey, keys.clientMac, keys.clientIv),
  ])
  return { reads, writes }
}

/** Returns the lengths of the keys. An AEAD has no MAC key. CBC takes its IV from each record. */
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
