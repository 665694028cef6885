/**
 * Tests the costs that a server can cause: the work and the memory that a few of its bytes take here.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import type { CryptoProvider } from '../../src/crypto/provider.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { pureCrypto } from '../../src/crypto/pure.ts'
import { webCrypto } from '../../src/crypto/web.ts'
import { ReceivedPlaintext } from '../../src/records/received-plaintext.ts'
import { bitString, integer, nothing, oid, sequence, server as issueServer, makeKey } from '@chrome-socket/x509/issuing'
import { data, message } from '../support/alterations.ts'
import { converse, crypto } from '../support/conversation.ts'
import { anchor } from '../support/identity.ts'
import type { Piece } from '../support/messages.ts'
import { Server13 } from '../support/server-13.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Returns a provider that opens records asynchronously, as WebCrypto does, and counts them. */
function countingOpens(): { crypto: CryptoProvider; opened: () => number } {
  let opened = 0
  const counting: CryptoProvider = {
    ...crypto,
    async aead(name, key) {
      const aead = await crypto.aead(name, key)
      return {
        ...aead,
        async open(...sealed) {
          opened += 1
          await Promise.resolve()
          return aead.open(...sealed)
        },
      }
    },
  }
  return { crypto: counting, opened: () => opened }
}

describe('a KeyUpdate', () => {
  it('causes few records to be opened again, however many KeyUpdates come', async () => {
    const pairs = 300
    const after = Array.from({ length: pairs }, () => [message('key_update', Uint8Array.of(0)), data]).flat()
    const { crypto: counting, opened } = countingOpens()
    const outcome = await converse(new Server13({ after }), { crypto: counting })
    expect([outcome.fault?.message, outcome.data.length]).toEqual([undefined, pairs * data.content.length])
    expect(opened()).toBeLessThan(2 * after.length)
  })
})

describe('records of one byte that nobody reads', () => {
  const count = 262_144
  function filled(): ReceivedPlaintext {
    const plaintext = new ReceivedPlaintext()
    for (let index = 0; index < count; index += 1) plaintext.push(Uint8Array.of(index))
    return plaintext
  }
  const memory = (): number => {
    collectGarbage()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }

  it('take little more memory than their data', () => {
    const before = memory()
    const plaintext = filled()
    const used = memory() - before
    expect(plaintext.length).toBe(count)
    expect(used).toBeLessThan(8 * count)
  })

  /** With quadratic work this would take minutes, and the runner would end it. */
  it('are read in small pieces, in order', { timeout: 30_000 }, () => {
    const plaintext = filled()
    for (let index = 0; index < count; index += 1) {
      const [byte, ...more] = plaintext.take(1)
      if (byte !== index % 256 || more.length > 0) throw new Error(`byte ${index} is ${byte}`)
    }
    expect(plaintext.length).toBe(0)
  })
})

describe('the key in a certificate', () => {
  const verified: string[] = []
  const watching: CryptoProvider = {
    ...crypto,
    verify(algorithm, spki, signature, signed) {
      verified.push(algorithm)
      return crypto.verify(algorithm, spki, signature, signed)
    },
  }

  it('is not used before the path has been accepted', async () => {
    const refused = { ok: false, error: -202, alert: 'unknown_ca', reason: 'nobody knows it' } as const
    const outcome = await converse(new Server13(), { crypto: watching, verifyPeer: () => Promise.resolve(refused) })
    expect([outcome.fault?.netError, outcome.alert, verified]).toEqual([-202, 'unknown_ca', []])
  })

  /** Splits a long certificate into several records. */
  const fragmented = (pieces: readonly Piece[]): readonly Piece[] =>
    pieces.flatMap(({ type, content }) =>
      Array.from({ length: Math.ceil(content.length / 16_384) }, (_, index) => ({
        type,
        content: content.subarray(16_384 * index, 16_384 * (index + 1)),
      })),
    )

  const rsaSpki = (bits: number, exponent: bigint): Uint8Array =>
    sequence(
      sequence(oid('1.2.840.113549.1.1.1'), nothing()),
      bitString(sequence(integer((1n << BigInt(bits)) - 1n), integer(exponent))),
    )

  // BoringSSL, crypto/fipsmodule/rsa/rsa_impl.cc, rsa_check_public_key: 8192 bits, and 33 of the exponent.
  it.each([
    ['of 131,072 bits', rsaSpki(131_072, 65_537n)],
    ['of 8193 bits', rsaSpki(8193, 65_537n)],
    ['with an exponent of 34 bits', rsaSpki(2048, (1n << 33n) + 1n)],
  ])('ends the handshake if it is RSA %s', async (_, spki) => {
    verified.length = 0
    const leaf = issueServer(anchor, { key: { ...makeKey('p256'), spki } })
    const outcome = await converse(new Server13({ leaf, inner: fragmented }), { crypto: watching })
    expect([outcome.alert, verified]).toEqual(['decode_error', []])
  })

  it.each([pureCrypto(), webCrypto(), nodeCrypto()])(
    'checks no signature if it is RSA of 8193 bits ($name)',
    async (provider) => {
      const signature = new Uint8Array(1025).fill(1)
      expect(await provider.verify('rsa_pss_sha256', rsaSpki(8193, 65_537n), signature, signature)).toBe(false)
    },
  )
})
