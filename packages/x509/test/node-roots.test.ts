/**
 * Reads certificates that others have made: the roots that Node ships.
 */
import { rootCertificates } from 'node:tls'
import { expect, test } from 'vitest'
import { parseCertificate } from '../src/certificate.ts'
import { decodePem, parseTrustAnchors } from '../src/index.ts'
import { isStrongEnough } from '../src/public-key.ts'

test('all roots that Node ships are read', () => {
  expect(parseTrustAnchors(rootCertificates).size).toBe(rootCertificates.length)
  for (const text of rootCertificates) {
    const [der] = decodePem(text, 'CERTIFICATE')
    const { publicKey, subject } = parseCertificate(der ?? new Uint8Array())
    expect(publicKey !== undefined && isStrongEnough(publicKey), subject.key).toBe(true)
  }
})
