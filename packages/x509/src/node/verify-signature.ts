/// <reference types="node" preserve="true" />
/**
 * Checks signatures of certificates by `node:crypto`: OpenSSL in Node, BoringSSL in Bun, RustCrypto in Deno.
 * Source: https://nodejs.org/api/crypto.html#cryptoverifyalgorithm-data-key-signature-callback
 */
import { Buffer } from 'node:buffer'
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

/**
 * Returns whether a signature is good, by `node:crypto`.
 * @param algorithm as in `Certificate.signatureAlgorithm`
 * @param spki the signer's SubjectPublicKeyInfo, in DER
 * @param signature the signature, without the octet of unused bits
 * @param data the signed part
 * @throws Error: the key does not fit the algorithm or cannot be read. The verifier treats the signature as bad.
 * @example
 * import type { Certificate } from '@chrome-socket/x509'
 * import { verifySignature } from '@chrome-socket/x509/node'
 *
 * export const isIssuedBy = ({ tbs, signature, signatureAlgorithm }: Certificate, { spki }: Certificate) =>
 *   signatureAlgorithm !== undefined && verifySignature(signatureAlgorithm, spki, signature, tbs)
 */
export const verifySignature: VerifySignature = (algorithm, spki, signature, data) => {
  const [hash, isPss] = parameters[algorithm]
  const padding = isPss && {
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  }
  const key = { key: Buffer.from(spki), type: 'spki', format: 'der', ...padding } as const
  return verify(hash, data, key, signature)
}

/**
 * Returns the SHA-256 of `data`, by `node:crypto`.
 * @param data any bytes
 * @errors Cannot fail.
 * @example
 * import { sha256 } from '@chrome-socket/x509/node'
 *
 * console.log(Buffer.from(sha256(new TextEncoder().encode('abc'))).toString('hex'))
 */
export function sha256(data: Uint8Array): Uint8Array {
  return createHash('sha256').update(data).digest()
}
