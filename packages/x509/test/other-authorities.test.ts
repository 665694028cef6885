/**
 * Certificates that others have made, and another judge: the roots that Node ships, and `openssl verify` on the same
 * chains.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseCertificate } from '../src/certificate.ts'
import { decodePem, parseTrustAnchors, verifyServerCertificate } from '../src/index.ts'
import { Oid } from '../src/oid.ts'
import { isStrongEnough } from '../src/public-key.ts'
import { now } from '../src/issuing/certificate-maker.ts'
import { pem } from '../src/issuing/pem-writer.ts'
import type { Scenario } from './scenario.ts'
import { scenarios } from './scenarios.ts'
import { webCryptoVerify } from './web-crypto-verify.ts'

describe('the roots that Node ships', () => {
  test('are all read', () => {
    expect(parseTrustAnchors(rootCertificates).size).toBe(rootCertificates.length)
    for (const text of rootCertificates) {
      const [der] = decodePem(text, 'CERTIFICATE')
      const { publicKey, subject } = parseCertificate(der ?? new Uint8Array())
      expect(publicKey !== undefined && isStrongEnough(publicKey), subject.key).toBe(true)
    }
  })
})

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

/** Chains that OpenSSL takes though something in them is malformed. */
const lax: ReadonlySet<string> = new Set([
  'explicit FALSE in an extension',
  'IP address of three octets',
  'mail that is not ASCII in the alternative names',
  'DNS name that is not ASCII',
  'alternative names with something behind',
  'basicConstraints with something behind',
  'enormous path length',
  'malformed authority information access',
  'policies without any',
  'name constraints without any',
  'name constraints with a mask with holes',
  'PrintableString with what it cannot hold',
  'PrintableString with what it cannot hold, in a surname',
  'common name as a NumericString',
  'an empty relative name in the subject',
  'extensions in version 2',
])

/** Chains on which OpenSSL's verdict (3.0 was seen) is another. */
const differences: Readonly<Record<string, string>> = {
  'no alternative names': 'it falls back on the common name, which RFC 9525, 6.3, forbids',
  'any extended key usage': 'it does not take any purpose for this one',
  'intermediate for any purpose': 'it does not take any purpose for this one',
  'root without any extension': 'it does not take an anchor of version 3 that does not say it is an authority',
  'authority as a leaf': 'it asks for a key usage for handshakes, which is left to the handshake here',
  'self-signed authority as a leaf': 'it asks for a key usage for handshakes, which is left to the handshake here',
  'constraints on URIs, and a URI': 'it compares URIs',
  'no subject, alternative names not critical': 'it asks that only with -x509_strict',
  'two paths, the first with SHA-1': 'it does not come back for another path',
  'any policy with an unknown qualifier': 'it does not look at qualifiers',
  'critical policies with an unknown qualifier': 'it does not look at qualifiers',
  'name in capitals with a final dot': 'it does not know absolute names',
  'wildcard within a label': 'it takes wildcards for a part of a label',
  'wildcard at the end of a label': 'it takes wildcards for a part of a label',
  'authority key identifier of another key': 'it takes the key identifier for more than a hint',
  'root with an authority key identifier of another key': 'it takes the key identifier for more than a hint',
  'RSASSA-PSS key in the leaf': 'it knows keys that are for RSASSA-PSS only',
  'RSASSA-PSS key in the root': 'it knows keys that are for RSASSA-PSS only',
  'wildcard with a final dot': 'it does not know absolute names',
  'leaf of the name of its issuer': 'it takes what names itself as its issuer for self-signed',
  'leaf of the name and the key of its issuer': 'it takes what names itself as its issuer for self-signed',
  'date with a leap second': 'it does not know leap seconds',
  'name constraints with a final dot': 'it does not know absolute names',
  'CRL distribution points that are malformed': 'it parses them, though it has no use for them here',
  'policies mapped where that is inhibited': 'it does not look at the extensions of an anchor',
  'policy required by the root': 'it does not look at the extensions of an anchor',
  'policies mapped to any': 'it asks that only where a policy is required',
  'name constraints that a wildcard overlaps, excluded': 'it compares a wildcard as if it were a name',
  'name constraints and a name that is none': 'it compares what is no DNS name all the same',
  'name constraints on mail, and mail in the subject':
    'it looks for mail in the subject though there are alternative names',
}

describe.skipIf(!hasOpenssl)(`openssl verify${hasOpenssl ? '' : ': there is no openssl'}`, () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'x509-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  function write(name: string, certificates: readonly Uint8Array[]): string {
    const path = join(folder, name)
    writeFileSync(path, certificates.map(pem).join(''))
    return path
  }

  function opensslTakes({ chain, anchors, serverName = 'localhost' }: Scenario): boolean {
    const leaf = write('leaf.pem', chain.slice(0, 1))
    const options = [
      '-auth_level',
      '2',
      '-policy_check',
      '-policy',
      Oid.anyPolicy,
      '-purpose',
      'sslserver',
      /^[\d.]+$/.test(serverName) ? '-verify_ip' : '-verify_hostname',
      serverName,
      '-attime',
      String(now / 1000),
    ]
    const trusted = ['-no-CApath', '-no-CAstore', '-CAfile', write('anchors.pem', anchors)]
    const untrusted = chain.length > 1 ? ['-untrusted', write('others.pem', chain.slice(1))] : []
    return spawnSync('openssl', ['verify', ...options, ...trusted, ...untrusted, leaf]).status === 0
  }

  test.each(Object.entries(scenarios))('%s', async (name, make) => {
    const scenario = make()
    const { ok } = await verifyServerCertificate({
      chain: scenario.chain,
      serverName: scenario.serverName ?? 'localhost',
      anchors: parseTrustAnchors(scenario.anchors),
      time: now,
      verifySignature: webCryptoVerify,
    })
    expect(opensslTakes(scenario)).toBe(name in differences || lax.has(name) ? !ok : ok)
  })
})
