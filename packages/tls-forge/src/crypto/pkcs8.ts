/**
 * Reads the private key inside a PrivateKeyInfo (RFC 5958): an ECPrivateKey (RFC 5915) or a CurvePrivateKey (RFC
 * 8410).
 */
import { Error } from '../bytes/globals.ts'
import { Tag, enterOnly, readOnly } from '@chrome-socket/x509'
import type { KeyKind } from './spki.ts'
import { coordinateLength } from './ecdsa-signature.ts'

/** Returns the secret of an elliptic curve, in the curve's length. Throws for other keys. */
export function privateKeyOf(pkcs8: Uint8Array, kind: KeyKind): Uint8Array {
  const length = kind === 'ed25519' ? 32 : coordinateLength[kind]
  const fields = enterOnly(pkcs8, Tag.sequence)
  fields.read(Tag.integer)
  fields.read(Tag.sequence)
  const content = fields.read(Tag.octetString)
  const secret = kind === 'ed25519' ? readOnly(content, Tag.octetString) : ecSecret(content)
  if (secret.length !== length) throw new Error(`not a private key of ${kind}`)
  return secret.slice()
}

function ecSecret(der: Uint8Array): Uint8Array {
  const fields = enterOnly(der, Tag.sequence)
  fields.read(Tag.integer)
  return fields.read(Tag.octetString)
}

/** Returns the AlgorithmIdentifier of a PrivateKeyInfo, which is the same as in its SubjectPublicKeyInfo. */
export function privateKeyAlgorithm(pkcs8: Uint8Array): Uint8Array {
  const fields = enterOnly(pkcs8, Tag.sequence)
  fields.read(Tag.integer)
  return fields.expect(Tag.sequence).whole
}
