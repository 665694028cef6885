/**
 * Tests how `certificateProfile` changes the verdict on a server's certificates. An authority key identifier must be
 * present (RFC 5280, section 4.2.1.1), but Chromium accepts certificates without it (Chromium 156, see
 * packages/conformance/src/certificates/chromium-verdicts.ts).
 */
import { expect, test } from 'vitest'
import { NetError } from '@chrome-socket/api/backend'
import { webCrypto } from '../src/crypto/web.ts'
import { peerVerifier } from '../src/peer-verifier.ts'
import { Oid } from '@chrome-socket/x509'
import { parseTrustAnchors } from '@chrome-socket/x509'
import {
  alternativeNames,
  authority,
  dnsName,
  extendedKeyUsage,
  keyUsage,
  now,
  server,
} from '@chrome-socket/x509/issuing'

const root = authority('Root')
const anchors = parseTrustAnchors(root.certificate)
const withoutKeyIdentifier = server(root, {
  extensions: [alternativeNames(dnsName('server.test')), keyUsage(0), extendedKeyUsage(Oid.serverAuth)],
})

test.each([
  ['the default', {}, true],
  ['chromium', { certificateProfile: 'chromium' }, true],
  ['strict', { certificateProfile: 'strict' }, false],
] as const)('a certificate without an authority key identifier, profile %s', async (_, options, taken) => {
  const verify = peerVerifier({ ...options, now: () => now }, anchors, webCrypto())
  expect(await verify([withoutKeyIdentifier], 'server.test')).toMatchObject(
    taken ? { ok: true } : { ok: false, error: NetError.ERR_CERT_INVALID },
  )
})
