/**
 * The verdict on chains with all kinds of faults, next to Chromium's own.
 */
import { describe, expect, test } from 'vitest'
import { parseTrustAnchors, verifyServerCertificate } from '../src/index.ts'
import { now } from '../src/issuing/certificate-maker.ts'
import { chromiumVerdicts } from '../../conformance/src/certificates/chromium-verdicts.ts'
import { differentResults } from '../../conformance/src/differences/certificates.ts'
import { certificateCases } from '../../conformance/src/certificates/cases.ts'
import { webCryptoVerify } from './web-crypto-verify.ts'

const differences = differentResults('verifier', 'node')

describe('the same verdict as Chromium', () => {
  test.each(Object.entries(certificateCases))('%s', async (name, make) => {
    const { chain, anchors, serverName = 'localhost' } = make()
    const verdict = await verifyServerCertificate({
      chain,
      serverName,
      anchors: parseTrustAnchors(anchors),
      time: now,
      verifySignature: webCryptoVerify,
      keyUse: 'digitalSignature',
    })
    expect(chromiumVerdicts).toHaveProperty([name])
    const expected = differences[name] ?? chromiumVerdicts[name]
    expect(verdict.ok ? 0 : verdict.error, verdict.ok ? '' : verdict.reason).toBe(expected)
  })

  test('each difference is one', () => {
    for (const [name, result] of Object.entries(differences)) expect(chromiumVerdicts[name]).not.toBe(result)
  })
})
