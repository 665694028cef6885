/**
 * The verifier and `openssl verify`, which is independent of it, give each chain the same verdict, apart from the
 * listed differences.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Oid, parseTrustAnchors, verifyServerCertificate } from '@chrome-socket/x509'
import { now, pem } from '@chrome-socket/x509/issuing'
import { verifySignature } from '@chrome-socket/x509/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { certificateCases, type CertificateCase } from '../../src/certificates/index.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

/** The chains that OpenSSL accepts although a part of them is malformed. */
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
  'NULL parameters with ECDSA',
  'NULL parameters with ECDSA in the intermediate',
  'BOOLEAN of 1 for critical',
  'BOOLEAN of 1 in basicConstraints of the intermediate',
  'BOOLEAN of 1 in basicConstraints of the root',
  'address that is not ASCII in authority information access',
  'address that is not ASCII in authority information access of an unknown method',
  'address that is not ASCII in authority information access of the intermediate',
  'any policy inhibited after 256 certificates',
  'any policy inhibited after 256 certificates by the intermediate',
  'policy required after 256 certificates',
  'policy mapping inhibited after 256 certificates by the intermediate',
  'noncharacter in the common name',
  'noncharacter of Arabic Presentation Forms in the common name',
  'noncharacter in a surname',
  'second common name that is a NumericString, after an empty one',
  'second organization that is a NumericString',
])

/** The chains with another verdict of OpenSSL (seen with 3.0). */
const differences: Readonly<Record<string, string>> = {
  'RSA-1024 leaf': 'it is asked for more',
  'extended key usage with an empty object identifier': 'it reads identifiers that it does not know',
  'malformed registered identifier in the alternative names': 'it reads identifiers that it does not know',
  'malformed identifier of a purpose': 'it reads identifiers that it does not know',
  'malformed identifier of a policy': 'it reads identifiers that it does not know',
  'RSA-1024 root': 'it is asked for more',
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
  'URI with the text of a DNS name': 'it falls back on the common name where no alternative name is a DNS name',
  'URI with the text of a DNS name, and an authority for another domain':
    'it falls back on the common name where no alternative name is a DNS name',
  'mail address with the text of a DNS name':
    'it falls back on the common name where no alternative name is a DNS name',
  'other name with the text of a DNS name': 'it falls back on the common name where no alternative name is a DNS name',
  'subject of the right name beside a mail address':
    'it falls back on the common name where no alternative name is a DNS name',
  'underscore under a wildcard': 'it does not know underscores under a wildcard',
  "Netscape's server gated crypto as the only purpose": 'it takes server gated crypto for a purpose of servers',
  "Microsoft's server gated crypto as the only purpose": 'it takes server gated crypto for a purpose of servers',
  "intermediate with Netscape's server gated crypto": 'it takes server gated crypto for a purpose of servers',
  'any purpose and one for clients': 'it does not take any purpose for this one',
  'authority key identifier of another key, and an intermediate': 'it takes the key identifier for more than a hint',
  'authority key identifier of another key in the intermediate': 'it takes the key identifier for more than a hint',
  'authority key identifier with the name of another issuer': 'it takes the key identifier for more than a hint',
  'intermediate as the only anchor': 'it asks for a root',
  'intermediate as the only anchor, not sent': 'it asks for a root',
  'two roots of one name, without key identifiers': 'it tries one issuer of a name',
  'root of version 3 without extensions':
    'it does not take an anchor of version 3 that does not say it is an authority',
  'self-signed anchor as a leaf, CA:FALSE': 'it does not look at the extensions of an anchor',
  'self-signed anchor as a leaf, explicit CA:FALSE': 'it does not look at the extensions of an anchor',
  'self-signed anchor as a leaf, keyUsage for signatures': 'it does not look at the extensions of an anchor',
  'self-signed anchor as a leaf that excludes its own name': 'it does not look at the extensions of an anchor',
  'self-signed anchor as a leaf that asks for a policy': 'it does not look at the extensions of an anchor',
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

  function opensslTakes({ chain, anchors, serverName = 'localhost' }: CertificateCase): boolean {
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

  test.each(Object.entries(certificateCases))('%s', async (name, make) => {
    const shown = make()
    const { ok } = await verifyServerCertificate({
      chain: shown.chain,
      serverName: shown.serverName ?? 'localhost',
      anchors: parseTrustAnchors(shown.anchors),
      time: now,
      verifySignature,
    })
    expect(opensslTakes(shown)).toBe(name in differences || lax.has(name) ? !ok : ok)
  })
})
