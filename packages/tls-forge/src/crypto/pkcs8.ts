/**
 * The private key inside a PrivateKeyInfo (RFC 5958): an ECPrivateKey (RFC 5915) or a CurvePrivateKey (RFC 8410).
 */
import { derElement } from './der-element.ts'
import type { KeyKind } from './spki.ts'
import { coordinateLength } from './ecdsa-signature.ts'

/** The secret of an elliptic curve, as long as the curve wants it. Throws for what is no such key. */
export function privateKeyOf(pkcs8: Uint8Array, kind: KeyKind): Uint8Array {
  const length = kind === 'ed25519' ? 32 : coordinateLength[kind]
  const version = derElement(pkcs8, derElement(pkcs8, 0).start)
  const algorithm = derElement(pkcs8, version.end)
  const octets = derElement(pkcs8, algorithm.end)
  let secret = derElement(pkcs8, octets.start)
  if (kind !== 'ed25519') secret = derElement(pkcs8, derElement(pkcs8, secret.start).end)
  const bytes = pkcs8.slice(secret.start, secret.end)
  if (bytes.length !== length || secret.tag !== 0x04) throw new Error(`not a private key of ${kind}`)
  return bytes
}

/** The AlgorithmIdentifier of a PrivateKeyInfo, which is also that of its SubjectPublicKeyInfo. */
export function privateKeyAlgorithm(pkcs8: Uint8Array): Uint8Array {
  const version = derElement(pkcs8, derElement(pkcs8, 0).start)
  return pkcs8.subarray(version.end, derElement(pkcs8, version.end).end)
}
