/**
 * Tests the AEADs of every provider against `node:crypto`, which is OpenSSL's, and Poly1305 against the vectors of
 * RFC 8439, appendix A.3. The later vectors find errors in the carries of the arithmetic.
 */
import * as fc from 'fast-check'
import { createCipheriv } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { nodeCrypto } from '../src/crypto/node.ts'
import { Poly1305 } from '../src/crypto/poly1305.ts'
import { pureCrypto } from '../src/crypto/pure.ts'
import { aeadKeyLength, tagLength, type AeadName } from '../src/crypto/provider.ts'
import { webCrypto } from '../src/crypto/web.ts'
import { toHex } from '../src/bytes/bytes.ts'

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const f = (length: number): string => 'ff'.repeat(length)
const z = (length: number): string => '00'.repeat(length)

/** The vectors: key, message of whole blocks, tag. */
const vectors: readonly (readonly [string, string, string])[] = [
  [z(32), z(64), z(16)],
  [`02${z(31)}`, f(16), `03${z(15)}`],
  [`02${z(15)}${f(16)}`, `02${z(15)}`, `03${z(15)}`],
  [`01${z(31)}`, `${f(16)}f0${f(15)}11${z(15)}`, `05${z(15)}`],
  [`01${z(31)}`, `${f(16)}fb${'fe'.repeat(15)}${'01'.repeat(16)}`, z(16)],
  [`02${z(31)}`, `fd${f(15)}`, `fa${f(15)}`],
  [
    `01${z(7)}04${z(23)}`,
    'e33594d7505e43b900000000000000003394d7505e4379cd01000000000000000000000000000000000000000000000001000000000000000000000000000000',
    '14000000000000005500000000000000',
  ],
  [
    `01${z(7)}04${z(23)}`,
    'e33594d7505e43b900000000000000003394d7505e4379cd010000000000000000000000000000000000000000000000',
    '13000000000000000000000000000000',
  ],
]

const little = (part: Uint8Array): bigint => BigInt(`0x0${toHex(part.toReversed())}`)

describe('Poly1305', () => {
  it.each(vectors)('of RFC 8439: key %s', (key, message, tag) => {
    const authenticator = new Poly1305(bytes(key))
    authenticator.updatePadded(bytes(message))
    expect(toHex(authenticator.digest())).toBe(tag)
  })

  it('agrees with its definition for every kind of number', () => {
    // The definition of RFC 8439, section 2.5.1, with BigInt.
    const p = 2n ** 130n - 5n
    const clamp = 0x0ffffffc0ffffffc0ffffffc0fffffffn
    const extreme = fc.constantFrom(0, 1, 0x7f, 0x80, 0xfe, 0xff)
    const part = (length: number): fc.Arbitrary<Uint8Array> =>
      fc.oneof(
        fc.uint8Array({ minLength: length, maxLength: length }),
        fc.array(extreme, { minLength: length, maxLength: length }).map((list) => Uint8Array.from(list)),
      )
    fc.assert(
      fc.property(part(32), fc.array(part(16), { minLength: 1, maxLength: 8 }), (key, blocks) => {
        let sum = 0n
        for (const block of blocks)
          sum = ((sum + little(block) + 2n ** 128n) * (little(key.subarray(0, 16)) & clamp)) % p
        const tag = (sum + little(key.subarray(16))) % 2n ** 128n
        const authenticator = new Poly1305(key)
        for (const block of blocks) authenticator.updatePadded(block)
        expect(little(authenticator.digest())).toBe(tag)
      }),
      { numRuns: 3000 },
    )
  })
})

const names: readonly AeadName[] = ['aes-128-gcm', 'aes-256-gcm', 'chacha20-poly1305']

describe.each([webCrypto(), pureCrypto(), nodeCrypto()])('$name', (provider) => {
  it.each(names)('seals and opens %s as OpenSSL does', async (name) => {
    for (const length of [0, 1, 15, 16, 17, 63, 64, 65, 1000, 16_384, 16_385]) {
      const [key, nonce] = [provider.randomBytes(aeadKeyLength[name]), provider.randomBytes(12)]
      const [additional, plaintext] = [provider.randomBytes(13), provider.randomBytes(length)]
      const cipher = createCipheriv(name as 'chacha20-poly1305', key, nonce, { authTagLength: tagLength })
      cipher.setAAD(additional, { plaintextLength: length })
      const expected = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
      const aead = await provider.aead(name, key)
      // As in a record, the content is not aligned, and is in one piece or has its last byte apart.
      const record = new Uint8Array(5 + length + tagLength)
      const last = length % 2 === 0 ? undefined : plaintext[length - 1]
      const content = last === undefined ? plaintext : plaintext.subarray(0, -1)
      await aead.seal(nonce, additional, content, last, record.subarray(5))
      expect(toHex(record.subarray(5))).toBe(expected.toString('hex'))
      const opened = await aead.open(nonce, additional, record.subarray(5))
      expect(toHex(opened)).toBe(toHex(plaintext))
      expect(opened.buffer).not.toBe(record.buffer)
      const apart = aead.openApart?.(nonce, additional, record.subarray(5))
      if (apart !== undefined && length > 0) {
        expect([toHex(apart.rest), apart.last]).toEqual([toHex(plaintext.subarray(0, -1)), plaintext.at(-1)])
        expect(apart.rest.buffer.byteLength).toBe(length - 1)
      }
      for (const at of [5, 5 + length, record.length - 1]) {
        const changed = record.slice()
        changed[at] = (changed[at] ?? 0) ^ 0x10
        await expect((async () => aead.open(nonce, additional, changed.subarray(5)))()).rejects.toThrow()
      }
      await expect((async () => aead.open(nonce, additional.subarray(1), record.subarray(5)))()).rejects.toThrow()
    }
  })
})
