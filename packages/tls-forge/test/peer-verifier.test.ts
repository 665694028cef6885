/**
 * What an option of `forgeTls` makes of a server's certificates. RFC 5280, 4.2.1.1: an authority key identifier must be
 * there; Chromium takes certificates without (asked of Chromium 156, see packages/conformance/src/certificates/chromium-verdicts.ts).
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
