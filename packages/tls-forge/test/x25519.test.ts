/**
 * Tests X25519 against RFC 7748 (section 5.2: two vectors and the iterated vector; section 6.1: the Diffie-Hellman
 * example), against @noble/curves for random and extreme numbers, and with the points of small order that must give
 * zero (section 7).
 */
import { x25519 as noble } from '@noble/curves/ed25519.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pureCrypto } from '../src/crypto/pure.ts'
import { x25519, x25519PublicKey } from '../src/crypto/x25519.ts'
import { toHex } from '../src/bytes/bytes.ts'

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))

describe('X25519', () => {
  it.each([
    [
      'a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4',
      'e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c',
      'c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552',
    ],
    [
      '4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d',
      'e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493',
      '95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957',
    ],
  ])('is as in RFC 7748, section 5.2 (%s)', (scalar, u, result) => {
    expect(toHex(x25519(bytes(scalar), bytes(u)))).toBe(result)
  })

  it('gives the result of RFC 7748 after a thousand iterations', () => {
    let k = x25519PublicKey(bytes(`09${'00'.repeat(31)}`))
    let u = bytes(`09${'00'.repeat(31)}`)
    expect(toHex(k)).toBe('422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079')
    for (let time = 1; time < 1000; time += 1) [k, u] = [x25519(k, u), k]
    expect(toHex(k)).toBe('684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51')
  })

  it('agrees as in RFC 7748, section 6.1', () => {
    const alice = bytes('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a')
    const bob = bytes('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb')
    expect(toHex(x25519PublicKey(alice))).toBe('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a')
    expect(toHex(x25519PublicKey(bob))).toBe('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f')
    const shared = '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742'
    expect(toHex(x25519(alice, x25519PublicKey(bob)))).toBe(shared)
    expect(toHex(x25519(bob, x25519PublicKey(alice)))).toBe(shared)
  })

  // Carries go far in numbers near 0, p and 2^255, and with long runs of ones.
  const runs = fc
    .array(fc.tuple(fc.constantFrom(0, 0xff, 0x7f, 0x80, 0xed), fc.integer({ min: 1, max: 20 })), { minLength: 4 })
    .map((list) => Uint8Array.from({ length: 32 }, (_, at) => spread(list)[at] ?? 0xff))
  const anyBytes = fc.uint8Array({ minLength: 32, maxLength: 32 })

  it('agrees with @noble/curves for any numbers', () => {
    const number = fc.oneof(anyBytes, runs)
    fc.assert(
      fc.property(number, number, (scalar, u) => {
        const ours = x25519(scalar, u)
        if (ours.every((byte) => byte === 0)) expect(() => noble.getSharedSecret(scalar, u)).toThrow()
        else expect(toHex(ours)).toBe(toHex(noble.getSharedSecret(scalar, u)))
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    '00'.repeat(32),
    `01${'00'.repeat(31)}`,
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    `ec${'ff'.repeat(30)}7f`,
    `ed${'ff'.repeat(30)}7f`,
    `ee${'ff'.repeat(30)}7f`,
  ])('gives zero for a point of small order, which is refused (%s)', async (u) => {
    const scalar = Uint8Array.from({ length: 32 }, (_, at) => at * 7)
    expect(toHex(x25519(scalar, bytes(u)))).toBe('00'.repeat(32))
    const share = await pureCrypto().generateKeyShare('x25519')
    expect(() => share.agree(bytes(u))).toThrow('zero')
  })
})

function spread(list: readonly (readonly [number, number])[]): number[] {
  return list.flatMap(([byte, times]) => Array.from({ length: times }, () => byte))
}
