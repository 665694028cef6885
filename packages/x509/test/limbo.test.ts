/**
 * Runs x509-limbo (https://x509-limbo.com), a suite of path validation cases with the expected verdict of each.
 *
 * This repository does not include the cases. The test looks for them in `../shared/x509-limbo.json`, or at the path
 * in the environment variable X509_LIMBO, and is skipped without them. The strict profile must not accept any case
 * that the suite refuses, and must agree on at least 97 %. The profile of Chromium must accept every case that the
 * suite accepts. Each further case that it accepts is listed with the rule by which strict refuses it.
 */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseCertificate, type Certificate } from '../src/certificate.ts'
import { DerError } from '../src/der.ts'
import { decodePem, parseTrustAnchors, verifyServerCertificate, type CertificateProfile } from '../src/index.ts'
import { brokenIssuanceRule } from '../src/issuance-rules.ts'
import { Oid } from '../src/oid.ts'
import { findPath } from '../src/path.ts'
import { falseAccepts, falseRejects, notCounted } from './limbo-disagreements.ts'
import { webCryptoVerify } from './web-crypto-verify.ts'

interface LimboCase {
  readonly id: string
  readonly features: readonly string[]
  readonly validation_kind: 'SERVER' | 'CLIENT'
  readonly trusted_certs: readonly string[]
  readonly untrusted_intermediates: readonly string[]
  readonly peer_certificate: string
  readonly validation_time: string | null
  readonly expected_result: 'SUCCESS' | 'FAILURE'
  readonly expected_peer_name: { readonly value: string } | null
  readonly max_chain_depth: number | null
}

const file = process.env['X509_LIMBO'] ?? new URL('../../../../shared/x509-limbo.json', import.meta.url)
const isThere = existsSync(file)
const cases: readonly LimboCase[] = isThere
  ? (JSON.parse(readFileSync(file, 'utf8')) as { testcases: LimboCase[] }).testcases
  : []
const counted = cases.filter(({ features }) => !features.some((feature) => feature in notCounted))

describe.skipIf(!isThere)(`x509-limbo${isThere ? '' : ': ../shared/x509-limbo.json is not there'}`, () => {
  test.each<CertificateProfile>(['chromium', 'strict'])('%s', async (profile) => {
    const accepts: string[] = []
    const rejects: string[] = []
    for (const limboCase of counted) {
      const shouldBe = limboCase.expected_result === 'SUCCESS'
      const is = (await refusalOf(limboCase, profile)) === undefined
      if (is && !shouldBe) accepts.push(limboCase.id)
      if (!is && shouldBe) rejects.push(limboCase.id)
    }
    const agreement = (counted.length - accepts.length - rejects.length) / counted.length
    process.stdout.write(
      `x509-limbo, ${profile}: ${counted.length} of ${cases.length} cases counted, ` +
        `${(agreement * 100).toFixed(1)} % agree, ${accepts.length} accepted and ${rejects.length} rejected against the suite\n`,
    )
    expect(accepts.sort()).toEqual(Object.keys(falseAccepts[profile]).sort())
    expect(rejects.sort()).toEqual(Object.keys(falseRejects[profile]).sort())
    if (profile === 'strict') {
      expect(accepts).toEqual([])
      expect(agreement).toBeGreaterThanOrEqual(0.97)
    }
  })

  test('the strict profile refuses each listed case by the rule that the list names', async () => {
    for (const [id, rule] of Object.entries(falseAccepts.chromium)) {
      const limboCase = counted.find((other) => other.id === id) as LimboCase
      expect(await refusalOf(limboCase, 'strict'), id).toContain(rule)
    }
  })
})

/**
 * Returns the reason for which a case is refused, or undefined if it is accepted. Cases for clients, without a name
 * to compare, or with limits of their own test path validation alone, which is below the function for servers. The
 * others use that function.
 */
async function refusalOf(limboCase: LimboCase, profile: CertificateProfile): Promise<string | undefined> {
  const time = limboCase.validation_time === null ? Date.now() : Date.parse(limboCase.validation_time)
  const chain = [limboCase.peer_certificate, ...limboCase.untrusted_intermediates].flatMap((pem) =>
    decodePem(pem, 'CERTIFICATE'),
  )
  try {
    const anchors = parseTrustAnchors(limboCase.trusted_certs)
    const serverName = limboCase.expected_peer_name?.value
    const isForServers = limboCase.validation_kind === 'SERVER'
    if (isForServers && serverName !== undefined && limboCase.max_chain_depth === null) {
      const verifySignature = webCryptoVerify
      const verdict = await verifyServerCertificate({ chain, serverName, anchors, time, verifySignature, profile })
      return verdict.ok ? undefined : verdict.reason
    }
    const [leaf, ...intermediates] = chain.map(parseCertificate) as [Certificate, ...Certificate[]]
    const purpose = isForServers ? Oid.serverAuth : Oid.clientAuth
    const rules = {
      time,
      brokenIssuanceRule: profile === 'strict' ? brokenIssuanceRule : undefined,
      purpose,
      minRsaBits: profile === 'strict' ? 2048 : 1024,
      maxIntermediates: limboCase.max_chain_depth ?? 20,
    }
    const found = await findPath({ leaf, intermediates, anchors, verifySignature: webCryptoVerify, rules })
    return found.ok ? undefined : found.faults.join()
  } catch (error) {
    if (error instanceof DerError) return error.message
    throw error
  }
}
