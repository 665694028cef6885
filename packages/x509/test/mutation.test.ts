/**
 * Tests with random and mutated input: the parsers return a certificate or throw a DerError, and no chain with a
 * changed bit is accepted.
 */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCertificate } from '../src/certificate.ts'
import { DerError } from '../src/der.ts'
import { parseTrustAnchors, verifyServerCertificate, type Verdict } from '../src/index.ts'
import { decodePem } from '../src/pem.ts'
import {
  alternativeNames,
  authority,
  dnsName,
  email,
  extendedKeyUsage,
  ipAddress,
  makeKey,
  nameConstraints,
  now,
  server,
  tlv,
  type Der,
} from '../src/issuing/index.ts'
import { webCryptoVerify } from './web-crypto-verify.ts'
import { Oid } from '../src/oid.ts'

const root = authority('Root', {
  more: [nameConstraints([dnsName('server.test'), email('example.com')], [ipAddress(10, 0, 0, 0, 255, 0, 0, 0)])],
})
const intermediate = authority('Intermediate', { parent: root })
const leaf = server(intermediate, {
  extensions: [alternativeNames(dnsName('server.test'), email('a@example.com')), extendedKeyUsage(Oid.serverAuth)],
})
const rsaRoot = authority('RSA', { key: makeKey('rsa2048') })

/** Parses a certificate. A DerError is allowed. */
function parseOrRefuse(der: Uint8Array): void {
  try {
    parseCertificate(der)
  } catch (error) {
    expect(error).toBeInstanceOf(DerError)
  }
}

/** Nested elements of random tags. */
const derValue: fc.Arbitrary<Der> = fc.letrec<{ value: Der }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc
      .tuple(fc.constantFrom(1, 2, 3, 4, 5, 6, 12, 19, 23, 24, 0x80, 0x82), fc.uint8Array({ maxLength: 12 }))
      .map(([tag, content]) => tlv(tag, content)),
    fc
      .tuple(fc.constantFrom(0x30, 0x31, 0xa0, 0xa3), fc.array(tie('value'), { maxLength: 6 }))
      .map(([tag, contents]) => tlv(tag, ...contents)),
  ),
})).value

interface Mutation {
  readonly at: number
  readonly remove: number
  readonly insert: Uint8Array
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(2000),
  remove: fc.nat(4),
  insert: fc.uint8Array({ maxLength: 4 }),
})

function mutate(der: Uint8Array, { at, remove, insert }: Mutation): Uint8Array {
  const start = at % der.length
  return Uint8Array.from([...der.subarray(0, start), ...insert, ...der.subarray(start + remove)])
}

describe('parsing ends in a certificate or in a DerError', () => {
  test('random octets', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), parseOrRefuse), { numRuns: 2000 })
  })

  test('random elements', () => {
    fc.assert(fc.property(derValue, parseOrRefuse), { numRuns: 1000 })
  })

  test('random elements in place of a signed part', () => {
    fc.assert(
      fc.property(fc.array(derValue, { maxLength: 10 }), (fields) => {
        parseOrRefuse(tlv(0x30, tlv(0x30, ...fields), tlv(0x30), tlv(3, Uint8Array.of(0))))
      }),
      { numRuns: 1000 },
    )
  })

  test.each([
    ['an elliptic curve certificate', leaf],
    ['an authority with name constraints', root.certificate],
    ['an RSA certificate', rsaRoot.certificate],
  ])('%s, mutated', (_, der) => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
        parseOrRefuse(mutations.reduce(mutate, der))
      }),
      { numRuns: 3000 },
    )
  })

  test('PEM of random text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (text) => {
        try {
          decodePem(`-----BEGIN CERTIFICATE-----${text}-----END CERTIFICATE-----`, 'CERTIFICATE')
        } catch (error) {
          expect(error).toBeInstanceOf(DerError)
        }
      }),
    )
  })
})

describe('a chain', () => {
  const anchors = parseTrustAnchors(root.certificate)
  const verify = (chain: readonly Der[]): Promise<Verdict> =>
    verifyServerCertificate({ chain, serverName: 'server.test', anchors, time: now, verifySignature: webCryptoVerify })

  test('is accepted unchanged', async () => {
    expect(await verify([leaf, intermediate.certificate])).toMatchObject({ ok: true })
  })

  test.each([
    ['server', 0],
    ['intermediate', 1],
  ])("is refused with any octet of the %s's certificate changed", async (_, which) => {
    const chain = [leaf, intermediate.certificate]
    const original = chain[which] as Der
    for (let at = 0; at < original.length; at += 1) {
      for (const flip of [0x01, 0x80]) {
        const changed = Uint8Array.from(original)
        changed[at] = (original[at] ?? 0) ^ flip
        const verdict = await verify(chain.with(which, changed))
        expect(verdict.ok, `octet ${at} with ${flip} flipped`).toBe(false)
      }
    }
  })

  test('is refused with octets removed or added at the end', async () => {
    for (let length = 0; length < leaf.length; length += 7) {
      expect((await verify([leaf.subarray(0, length), intermediate.certificate])).ok).toBe(false)
    }
    expect((await verify([Uint8Array.from([...leaf, 0]), intermediate.certificate])).ok).toBe(false)
  })

  test('is refused with a random change', async () => {
    await fc.assert(
      fc.asyncProperty(mutation, fc.constantFrom(0, 1), async (change, which) => {
        const chain = [leaf, intermediate.certificate]
        const changed = mutate(chain[which] as Der, change)
        fc.pre(!Buffer.from(changed).equals(chain[which] as Der))
        expect((await verify(chain.with(which, changed))).ok).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})
