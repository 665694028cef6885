/**
 * Converts the ECDSA signatures of X.509, which are DER, to WebCrypto's form: r and s, each as long as the field
 * (IEEE P1363). A number that is longer than the field has no such form. It is refused here, because WebCrypto cannot see it.
 */
import { DerError, Tag, enterOnly } from '../src/der.ts'
import { parseUnsigned } from '../src/der-values.ts'
import type { EllipticCurve } from '../src/public-key.ts'

const octetsOf: Readonly<Record<EllipticCurve, number>> = { p256: 32, p384: 48, p521: 66 }

export function ecdsaToFixedSize(signature: Uint8Array, curve: EllipticCurve): Uint8Array {
  const length = octetsOf[curve]
  const sequence = enterOnly(signature, Tag.sequence)
  const fixed = new Uint8Array(length * 2)
  for (const end of [length, length * 2]) {
    const integer = parseUnsigned(sequence.read(Tag.integer))
    if (integer.length > length) throw new DerError('a number of a signature that is longer than the field')
    fixed.set(integer, end - integer.length)
  }
  sequence.end()
  return fixed
}
