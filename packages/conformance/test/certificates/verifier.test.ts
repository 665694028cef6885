/** Compares the verifier's own verdicts on chains with all kinds of faults with Chromium's. */
import { parseTrustAnchors, verifyServerCertificate } from '@chrome-socket/x509'
import { now } from '@chrome-socket/x509/issuing'
import { verifySignature } from '@chrome-socket/x509/node'
import { describe, expect, test } from 'vitest'
import { certificateCases, chromiumVerdicts, differentResults } from '../../src/certificates/index.ts'

const differences = differentResults('verifier', 'node')

describe('the same verdict as Chromium', () => {
  test.each(Object.entries(certificateCases))('%s', async (name, make) => {
    const { chain, anchors, serverName = 'localhost' } = make()
    const verdict = await verifyServerCertificate({
      chain,
      serverName,
      anchors: parseTrustAnchors(anchors),
      time: now,
      verifySignature,
      keyUse: 'digitalSignature',
    })
    expect(chromiumVerdicts).toHaveProperty([name])
    const expected = differences[name] ?? chromiumVerdicts[name]
    expect(verdict.ok ? 0 : verdict.error, verdict.ok ? '' : verdict.reason).toBe(expected)
  })

  test('each listed difference still differs from Chromium', () => {
    for (const [name, result] of Object.entries(differences)) expect(chromiumVerdicts[name]).not.toBe(result)
  })
})
