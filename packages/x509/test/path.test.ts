/**
 * Tests the search for a path among certificates that help, do not help, or are there to harm (RFC 4158).
 */
import { describe, expect, test } from 'vitest'
import { NetError } from '@chrome-socket/api/backend'
import { Oid } from '../src/oid.ts'
import { parseTrustAnchors, verifyServerCertificate, type Verdict, type VerifySignature } from '../src/index.ts'
import {
  alternativeNames,
  authority,
  basicConstraints,
  day,
  dnsName,
  extendedKeyUsage,
  keyUsage,
  makeKey,
  nameConstraints,
  now,
  server,
  type Authority,
  type Der,
} from '../src/issuing/index.ts'
import { webCryptoVerify } from './web-crypto-verify.ts'

interface Checked {
  readonly verdict: Verdict
  readonly signatureChecks: number
}

async function check(
  chain: readonly Der[],
  anchors: readonly Der[],
  verify: VerifySignature = webCryptoVerify,
): Promise<Checked> {
  let signatureChecks = 0
  const verdict = await verifyServerCertificate({
    chain,
    serverName: 'server.test',
    anchors: parseTrustAnchors(anchors),
    time: now,
    verifySignature: (...signature) => {
      signatureChecks += 1
      return verify(...signature)
    },
  })
  return { verdict, signatureChecks }
}

function pathOf({ verdict }: Checked): readonly Der[] {
  return verdict.ok ? verdict.path.map(({ der }) => der) : []
}

const root = authority('Root')
const other = authority('Other')

describe('a path is found', () => {
  test('leaf first, anchor last', async () => {
    const upper = authority('Upper', { parent: root })
    const lower = authority('Lower', { parent: upper })
    const leaf = server(lower)
    const checked = await check([leaf, upper.certificate, lower.certificate], [root.certificate])
    expect(pathOf(checked)).toEqual([leaf, lower.certificate, upper.certificate, root.certificate])
    expect(checked.signatureChecks).toBe(3)
  })

  test('by a cross-signed certificate, if only one of two roots is an anchor', async () => {
    const cross = authority('Root', { key: root.key, parent: other })
    const leaf = server(root)
    expect(pathOf(await check([leaf, cross.certificate], [other.certificate]))).toHaveLength(3)
    expect(pathOf(await check([leaf, cross.certificate], [root.certificate]))).toHaveLength(2)
    expect(pathOf(await check([leaf, root.certificate, cross.certificate], [other.certificate]))).toHaveLength(3)
  })

  test('through authorities that have signed each other', async () => {
    const [one, two] = [makeKey(), makeKey()]
    const a: Authority = { subject: 'A', key: one, certificate: new Uint8Array() }
    const b: Authority = { subject: 'B', key: two, certificate: new Uint8Array() }
    const circle = [authority('A', { key: one, parent: b }), authority('B', { key: two, parent: a })].map(
      ({ certificate }) => certificate,
    )
    expect(pathOf(await check([server(a), ...circle], [root.certificate]))).toEqual([])
    const exit = authority('B', { key: two, parent: root })
    expect(pathOf(await check([server(a), ...circle, exit.certificate], [root.certificate]))).toHaveLength(4)
  })

  test.each([
    ['expired', { notAfter: now - day }],
    ['not valid yet', { notBefore: now + day }],
    ['of no authority', { extensions: [basicConstraints(false)] }],
    ['without the right to sign', { extensions: [basicConstraints(true), keyUsage(0)] }],
    ['with a path length of 0', { extensions: [basicConstraints(true, 0)] }],
    ['signed with SHA-1', { algorithm: 'ecdsa_sha1' }],
    ['for clients only', { more: [extendedKeyUsage(Oid.clientAuth)] }],
    ['for other names', { more: [nameConstraints([dnsName('else.test')])] }],
  ])('past a certificate %s', async (_, fields) => {
    const key = makeKey()
    // This certificate is newer, so it is tried first.
    const bad = authority('Middle', { key, parent: root, notBefore: now - day, ...fields })
    const good = authority('Middle', { key, parent: root })
    const lower = authority('Lower', { parent: good })
    const chain = [server(lower), lower.certificate, bad.certificate]
    expect(pathOf(await check(chain, [root.certificate]))).toEqual([])
    expect(pathOf(await check([...chain, good.certificate], [root.certificate]))).toHaveLength(4)
  })

  test('past a forged certificate with the right name', async () => {
    const middle = authority('Middle', { parent: root })
    const forged = authority('Middle', { key: middle.key, parent: { ...root, key: other.key } })
    const chain = [server(middle), forged.certificate]
    expect(pathOf(await check(chain, [root.certificate]))).toEqual([])
    expect(pathOf(await check([...chain, middle.certificate], [root.certificate]))).toHaveLength(3)
  })

  test('to the right anchor among many with the same name', async () => {
    const impostors = Array.from({ length: 20 }, () => authority('Root').certificate)
    const bare = server(root, { extensions: [] })
    const checked = await check([server(root)], [...impostors, root.certificate])
    expect(pathOf(checked).at(-1)).toEqual(root.certificate)
    expect(checked.signatureChecks, 'the key identifier says which').toBe(1)
    expect((await check([bare], [...impostors, root.certificate])).verdict).toMatchObject({
      error: NetError.ERR_CERT_COMMON_NAME_INVALID,
    })
  })

  test('with self-issued certificates, which do not count for the path length', async () => {
    const tight = authority('Tight', { parent: root, extensions: [basicConstraints(true, 0), keyUsage(5)] })
    const rolled = authority('Tight', { parent: tight })
    expect(
      pathOf(await check([server(rolled), rolled.certificate, tight.certificate], [root.certificate])),
    ).toHaveLength(4)
    const below = authority('Below', { parent: rolled })
    const chain = [server(below), below.certificate, rolled.certificate, tight.certificate]
    expect((await check(chain, [root.certificate])).verdict).toMatchObject({ error: NetError.ERR_CERT_INVALID })
  })
})

test('a server certificate that is an anchor but not self-signed is refused', async () => {
  const leaf = server(root)
  expect((await check([leaf], [leaf])).verdict).toMatchObject({
    error: NetError.ERR_CERT_AUTHORITY_INVALID,
    alert: 'unknown_ca',
  })
})

test('name constraints also apply to a self-issued server certificate', async () => {
  const bound = authority('Bound', { more: [nameConstraints([dnsName('else.test')])] })
  const leaf = server(bound, { subject: 'Bound' })
  expect((await check([leaf], [bound.certificate])).verdict).toMatchObject({ error: NetError.ERR_CERT_INVALID })
})

describe('the work is limited', () => {
  const unknownAuthority = { ok: false, error: NetError.ERR_CERT_AUTHORITY_INVALID, alert: 'unknown_ca' }

  test('among many authorities with the same name that lead nowhere', async () => {
    const crowd = Array.from({ length: 150 }, () => authority('Crowd'))
    const chain = [server(crowd[0] as Authority), ...crowd.map(({ certificate }) => certificate)]
    const { verdict, signatureChecks } = await check(chain, [root.certificate])
    expect(verdict).toMatchObject(unknownAuthority)
    expect(signatureChecks).toBe(0)
  })

  test('among many forgeries that lead to an anchor', async () => {
    const impostor = authority('Root')
    const crowd = Array.from({ length: 150 }, () => authority('Root', { parent: impostor }))
    const chain = [server(impostor), ...crowd.map(({ certificate }) => certificate)]
    const { verdict, signatureChecks } = await check(chain, [root.certificate])
    expect(verdict).toMatchObject({ error: NetError.ERR_CERT_AUTHORITY_INVALID })
    expect(signatureChecks).toBe(100)
  })

  test('behind a forgery, where no certificate is tried', async () => {
    const impostor = authority('Root')
    const crowd = Array.from({ length: 20 }, () => authority('Root', { parent: impostor }))
    const chain = [server(impostor), ...crowd.map(({ certificate }) => certificate)]
    // The expected checks: one for the anchor, and two for each other authority (the server's certificate by it, and
    // it by the anchor).
    expect((await check(chain, [root.certificate])).signatureChecks).toBe(41)
  })

  test('with a key of the wrong size, which is not used', async () => {
    const weak = authority('Weak', { key: makeKey('rsa768') })
    const { verdict, signatureChecks } = await check([server(weak)], [weak.certificate])
    expect(verdict).toMatchObject({ error: NetError.ERR_CERT_WEAK_KEY })
    expect(signatureChecks).toBe(0)
  })

  test('for names, over all paths together', async () => {
    const names = Array.from({ length: 400 }, (_, index) => dnsName(`${index}.server.test`))
    const key = makeKey()
    // Each authority leads to the root, and each is refused for its last constraint. The last authority would be
    // accepted.
    const crowd = Array.from({ length: 30 }, (_, index) =>
      authority('Crowd', {
        key,
        parent: root,
        notBefore: now - (index + 1) * 1000,
        more: [nameConstraints([], [...names.map(() => dnsName('else.test')), ...(index < 29 ? names.slice(-1) : [])])],
      }),
    )
    const leaf = server(crowd[0] as Authority, {
      extensions: [alternativeNames(dnsName('server.test'), ...names)],
    })
    const few = [leaf, ...crowd.slice(-3).map(({ certificate }) => certificate)]
    expect(pathOf(await check(few, [root.certificate]))).toHaveLength(3)
    const many = [leaf, ...crowd.map(({ certificate }) => certificate)]
    expect((await check(many, [root.certificate])).verdict).toMatchObject({ error: NetError.ERR_CERT_INVALID })
  })

  test('for a path that is too long', async () => {
    const long = [root]
    for (let count = 0; count < 40; count += 1)
      long.push(authority(`Level ${count}`, { parent: long.at(-1) as Authority }))
    const chain = [server(long.at(-1) as Authority), ...long.map(({ certificate }) => certificate)]
    expect((await check(chain, [root.certificate])).verdict).toMatchObject(unknownAuthority)
  })
})

describe('a signature does not count', () => {
  const leaf = server(root)

  test.each<[string, VerifySignature]>([
    ['false', () => false],
    ['a promise of false', () => Promise.resolve(false)],
    ['a rejection', () => Promise.reject(new Error('no such algorithm'))],
    [
      'a throw',
      () => {
        throw new Error('no such algorithm')
      },
    ],
    ['a value other than true', () => 1 as unknown as boolean],
  ])('if the check gives %s', async (_, verify) => {
    expect((await check([leaf], [root.certificate], verify)).verdict).toMatchObject({
      ok: false,
      error: NetError.ERR_CERT_AUTHORITY_INVALID,
      alert: 'bad_certificate',
    })
  })

  test('if the kind of key does not fit the algorithm', async () => {
    const confused = server(root, { algorithm: 'ecdsa_sha256', signer: makeKey() })
    const rsaRoot = authority('Root', { key: makeKey('rsa2048') })
    const { verdict, signatureChecks } = await check([confused], [rsaRoot.certificate], () => true)
    expect(verdict.ok).toBe(false)
    expect(signatureChecks).toBe(0)
  })
})
