/// <reference types="node" preserve="true" />
/**
 * Checks signatures of certificates by `node:crypto`: OpenSSL in Node, BoringSSL in Bun, RustCrypto in Deno.
 * Source: https://nodejs.org/api/crypto.html#cryptoverifyalgorithm-data-key-signature-callback
 */
import { constants, createHash, verify } from 'node:crypto'
import type { SignatureAlgorithm, VerifySignature } from '../signature-algorithm.ts'

/** The hash of each algorithm, and whether its padding is RSASSA-PSS. */
const parameters: Readonly<Record<SignatureAlgorithm, readonly [hash: string | undefined, isPss: boolean]>> = {
  rsa_pkcs1_sha256: ['sha256', false],
  rsa_pkcs1_sha384: ['sha384', false],
  rsa_pkcs1_sha512: ['sha512', false],
  rsa_pss_sha256: ['sha256', true],
  rsa_pss_sha384: ['sha384', true],
  rsa_pss_sha512: ['sha512', true],
  ecdsa_sha256: ['sha256', false],
  ecdsa_sha384: ['sha384', false],
  ecdsa_sha512: ['sha512', false],
  ed25519: [undefined, false],
}

/** Verifies a signature by `node:crypto`. */
export const verifySignature: VerifySignature = (algorithm, spki, signature, data) => {
  const [hash, isPss] = parameters[algorithm]
  const padding = isPss && {
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  }
  const key = { key: Buffer.from(spki), type: 'spki', format: 'der', ...padding } as const
  return verify(hash, data, key, signature)
}

/** SHA-256 by `node:crypto`. */
export function sha256(data: Uint8Array): Uint8Array {
  return createHash('sha256').update(data).digest()
}
