/**
 * Tests records with AES-CBC and HMAC-SHA1 (RFC 5246, section 6.2.3.2) against records that `node:crypto` makes by
 * that section, with every padding that it allows, and with wrong paddings and MACs.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { nodeCrypto } from '../src/crypto/node.ts'
import { cbcKeyLength, type CbcAndMac, type CbcName } from '../src/crypto/provider.ts'
import { pureCrypto } from '../src/crypto/pure.ts'
import { webCrypto } from '../src/crypto/web.ts'
import { cbcProtection } from '../src/records/cbc-protection.ts'
import { TlsFault } from '../src/wire/fault.ts'
import { headerLength, type RawRecord } from '../src/records/record.ts'

const type = 23
const sequence = 2 ** 32 + 5
const macKey = new Uint8Array(20).fill(3)
const header = (length: number): Buffer => Buffer.from([type, 3, 3, length >> 8, length & 255])

/** MAC(seq_num + type + version + length + content). */
function macOf(content: Uint8Array, at = sequence): Buffer {
  const number = Buffer.alloc(8)
  number.writeBigUInt64BE(BigInt(at))
  return createHmac('sha1', macKey).update(number).update(header(content.length)).update(content).digest()
}

function record(name: CbcName, key: Uint8Array, plaintext: Uint8Array): RawRecord {
  const iv = randomBytes(16)
  const cipher = createCipheriv(name, key, iv).setAutoPadding(false)
  const body = new Uint8Array(Buffer.concat([iv, cipher.update(plaintext), cipher.final()]))
  return { type, header: new Uint8Array(header(body.length)), body }
}

const padding = (length: number): Buffer => Buffer.alloc(length + 1, length)
const padded = (content: Uint8Array, mac: Uint8Array = macOf(content), longer = 0): Buffer => {
  const length = (-(content.length + mac.length + 1) & 15) + 16 * longer
  return Buffer.concat([content, mac, padding(length)])
}
const changed = (bytes: Buffer, at: number): Buffer => {
  bytes[at < 0 ? bytes.length + at : at]! ^= 0x40
  return bytes
}
const content = Buffer.from('attack at dawn')

describe.each([webCrypto(), pureCrypto(), nodeCrypto()])('$name', (provider) => {
  describe.each(['aes-128-cbc', 'aes-256-cbc'] as const)('%s', (name) => {
    const key = provider.randomBytes(cbcKeyLength[name])
    const protect = async (): Promise<ReturnType<typeof cbcProtection>> =>
      cbcProtection(await provider.cbcAndMac(name, key, macKey), provider.randomBytes)
    const open = async (plaintext: Uint8Array): Promise<string> => {
      const opened = await (await protect()).open(sequence, record(name, key, plaintext))
      return Buffer.from(opened.content).toString()
    }

    it('seals what the standard describes', async () => {
      const protection = await protect()
      for (const length of [1, 11, 12, 100, 16_384]) {
        const plaintext = provider.randomBytes(length)
        const sealed = new Uint8Array(protection.recordLength(length))
        await protection.seal(sequence, type, plaintext, sealed)
        const decipher = createDecipheriv(name, key, sealed.subarray(5, 21)).setAutoPadding(false)
        const opened = Buffer.concat([decipher.update(sealed.subarray(21)), decipher.final()])
        expect(opened.toString('hex')).toBe(padded(plaintext).toString('hex'))
        expect([...sealed.subarray(0, headerLength)]).toEqual([...header(sealed.length - headerLength)])
      }
    })

    it('never uses an IV twice', async () => {
      const protection = await protect()
      const length = protection.recordLength(content.length)
      const [first, second] = [new Uint8Array(length), new Uint8Array(length)]
      await protection.seal(0, type, content, first)
      await protection.seal(0, type, content, second)
      expect(first.subarray(5, 21)).not.toEqual(second.subarray(5, 21))
    })

    it('opens every padding', async () => {
      for (let longer = 0; longer < 16; longer += 1) {
        expect(await open(padded(content, undefined, longer))).toBe(content.toString())
      }
      expect(await open(padded(Buffer.alloc(0)))).toBe('')
    })

    const wrong: readonly [string, () => Uint8Array][] = [
      ['the last byte of the padding', () => changed(padded(content, undefined, 3), -1)],
      ['the first byte of the padding', () => changed(padded(content, undefined, 3), content.length + 20)],
      ['a byte of the MAC', () => changed(padded(content), content.length + 19)],
      ['a byte of the content', () => changed(padded(content), 0)],
      ['the number of the record', () => padded(content, macOf(content, sequence + 1))],
      ['padding that leaves no room for a MAC', () => Buffer.alloc(32, 31)],
      ['padding as long as the plaintext', () => Buffer.alloc(48, 47)],
      ['padding longer than the plaintext', () => Buffer.alloc(48, 255)],
      ['too few blocks', () => Buffer.alloc(16, 15)],
      ['nothing', () => Buffer.alloc(0)],
    ]
    it.each(wrong)('refuses %s', async (_, plaintext) => {
      await expect(open(plaintext())).rejects.toThrow()
      await expect(open(plaintext())).rejects.not.toBeInstanceOf(TlsFault)
    })

    it('refuses an incomplete block', async () => {
      const whole = record(name, key, padded(content))
      const protection = await protect()
      expect(() => protection.open(sequence, { ...whole, body: whole.body.subarray(0, -1) })).toThrow()
      expect(() => protection.open(sequence, { ...whole, body: whole.body.subarray(0, 7) })).toThrow()
    })

    it('refuses content of more than 2^14 bytes', async () => {
      await expect(open(padded(Buffer.alloc(16_385)))).rejects.toMatchObject({ alert: 'record_overflow' })
    })
  })
})

/**
 * Counts the work that Lucky Thirteen measures: the calls of SHA-1's compression function. The outer hash of each
 * HMAC takes two of them.
 */
it('does as much work for every padding', async () => {
  const provider = nodeCrypto()
  const key = new Uint8Array(16)
  const inner = await provider.cbcAndMac('aes-128-cbc', key, macKey)
  let blocks = 0
  const counting: CbcAndMac = {
    ...inner,
    mac(bytes) {
      blocks += Math.floor((bytes.length + 8) / 64) + 1
      return inner.mac(bytes)
    },
  }
  const protection = cbcProtection(counting, provider.randomBytes)
  const counts = new Set<number>()
  for (let length = 0; length < 256; length += 1) {
    blocks = 0
    const plaintext = Buffer.alloc(320)
    plaintext.fill(length, 320 - length - 1)
    expect(() => protection.open(0, record('aes-128-cbc', key, plaintext))).toThrow()
    counts.add(blocks)
  }
  expect(counts.size).toBe(1)
})
