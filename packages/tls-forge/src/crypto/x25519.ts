/**
 * X25519 (RFC 7748, section 5). Its time does not depend on a secret, as far as JavaScript can guarantee that.
 */
import { Uint8Array } from '../bytes/globals.ts'
import { add, decode, encode, invert, multiply, scale, square, subtract, swap, zero } from './field-25519.ts'

/**
 * Multiplies the point `u` by `scalar`, both of 32 bytes. The result is a public key or a shared secret, and may be
 * zero.
 */
export function x25519(scalar: Uint8Array, u: Uint8Array): Uint8Array {
  const k = scalar.slice()
  k[0]! &= 248
  k[31] = (k[31]! & 127) | 64
  const x1 = decode(u)
  const [x2, z2, x3, z3] = [zero(), zero(), x1.slice(), zero()]
  x2[0] = 1
  z3[0] = 1
  const [a, b, c, d, e] = [zero(), zero(), zero(), zero(), zero()]
  let swapped = 0
  for (let at = 254; at >= 0; at -= 1) {
    const bit = (k[at >> 3]! >> (at & 7)) & 1
    swap(swapped ^ bit, x2, x3)
    swap(swapped ^ bit, z2, z3)
    swapped = bit
    add(a, x2, z2)
    subtract(b, x2, z2)
    add(c, x3, z3)
    subtract(d, x3, z3)
    multiply(d, d, a)
    multiply(c, c, b)
    square(a, a)
    square(b, b)
    add(x3, d, c)
    square(x3, x3)
    subtract(z3, d, c)
    square(z3, z3)
    multiply(z3, z3, x1)
    multiply(x2, a, b)
    subtract(e, a, b)
    scale(z2, e, 121665)
    add(z2, z2, a)
    multiply(z2, z2, e)
  }
  swap(swapped, x2, x3)
  swap(swapped, z2, z3)
  invert(a, z2)
  multiply(x2, x2, a)
  return encode(x2)
}

const basePoint = Uint8Array.of(9, ...new Uint8Array(31))

export const x25519PublicKey = (scalar: Uint8Array): Uint8Array => x25519(scalar, basePoint)
