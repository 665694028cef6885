/**
 * The cipher suites of this client, in Chromium's order for machines with fast AES.
 * Sources: RFC 8446, appendix B.4; RFC 5289 (GCM), RFC 7905 (ChaCha20), RFC 8422 and RFC 5246 (CBC, static RSA).
 */
import type { AeadName, CbcName, HashName } from '../crypto/provider.ts'

interface Suite {
  readonly id: number
  /** The name in the IANA registry. */
  readonly name: string
  /** The hash of the key schedule or PRF, and of the transcript. */
  readonly hash: HashName
}

export interface CipherSuite13 extends Suite {
  readonly version: 'tls1.3'
  readonly aead: AeadName
}

export interface CipherSuite12 extends Suite {
  readonly version: 'tls1.2'
  /** The kind of key in the server's certificate. */
  readonly authentication: 'rsa' | 'ecdsa'
  readonly keyExchange: 'ecdhe' | 'rsa'
  /** The cipher of the records. With AES-CBC, an HMAC-SHA1 is added before encryption. */
  readonly cipher: AeadName | CbcName
}

export type CipherSuite = CipherSuite13 | CipherSuite12

const suites13: readonly CipherSuite13[] = (
  [
    [0x1301, 'TLS_AES_128_GCM_SHA256', 'aes-128-gcm', 'sha256'],
    [0x1302, 'TLS_AES_256_GCM_SHA384', 'aes-256-gcm', 'sha384'],
    [0x1303, 'TLS_CHACHA20_POLY1305_SHA256', 'chacha20-poly1305', 'sha256'],
  ] as const
).map(([id, name, aead, hash]) => ({ version: 'tls1.3', id, name, aead, hash }))

type Row12 = readonly [
  number,
  string,
  CipherSuite12['keyExchange'],
  CipherSuite12['authentication'],
  CipherSuite12['cipher'],
  HashName,
]

const suite12 = ([id, name, keyExchange, authentication, cipher, hash]: Row12): CipherSuite12 => ({
  version: 'tls1.2',
  id,
  name,
  keyExchange,
  authentication,
  cipher,
  hash,
})

const suites12: readonly CipherSuite12[] = (
  [
    [0xc02b, 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'ecdhe', 'ecdsa', 'aes-128-gcm', 'sha256'],
    [0xc02f, 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'ecdhe', 'rsa', 'aes-128-gcm', 'sha256'],
    [0xc02c, 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 'ecdhe', 'ecdsa', 'aes-256-gcm', 'sha384'],
    [0xc030, 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'ecdhe', 'rsa', 'aes-256-gcm', 'sha384'],
    [0xcca9, 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', 'ecdhe', 'ecdsa', 'chacha20-poly1305', 'sha256'],
    [0xcca8, 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', 'ecdhe', 'rsa', 'chacha20-poly1305', 'sha256'],
  ] as const
).map(suite12)

/**
 * Suites without forward secrecy or with MAC-then-encrypt, in Chromium's order. Chromium offers them after all
 * others. It has no CBC suite with ECDSA or SHA-256, because a server that has those also has GCM.
 */
const legacySuites12: readonly CipherSuite12[] = (
  [
    [0xc013, 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'ecdhe', 'rsa', 'aes-128-cbc', 'sha256'],
    [0xc014, 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA', 'ecdhe', 'rsa', 'aes-256-cbc', 'sha256'],
    [0x009c, 'TLS_RSA_WITH_AES_128_GCM_SHA256', 'rsa', 'rsa', 'aes-128-gcm', 'sha256'],
    [0x009d, 'TLS_RSA_WITH_AES_256_GCM_SHA384', 'rsa', 'rsa', 'aes-256-gcm', 'sha384'],
    [0x002f, 'TLS_RSA_WITH_AES_128_CBC_SHA', 'rsa', 'rsa', 'aes-128-cbc', 'sha256'],
    [0x0035, 'TLS_RSA_WITH_AES_256_CBC_SHA', 'rsa', 'rsa', 'aes-256-cbc', 'sha256'],
  ] as const
).map(suite12)

const modernSuites: readonly CipherSuite[] = [...suites13, ...suites12]

/** Every suite that this client knows. */
export const cipherSuites: readonly CipherSuite[] = [...modernSuites, ...legacySuites12]

const aeadOf = (suite: CipherSuite): string => (suite.version === 'tls1.3' ? suite.aead : suite.cipher)

/**
 * Returns the suites to offer, in the order of their ciphers in `preference`. Ciphers that are not in it are left
 * out. `withLegacy` adds the legacy suites at the end.
 */
export function suitesByPreference(preference: readonly AeadName[], withLegacy = false): CipherSuite[] {
  const suites = preference.flatMap((aead) => modernSuites.filter((suite) => aeadOf(suite) === aead))
  return withLegacy ? [...suites, ...legacySuites12] : suites
}
