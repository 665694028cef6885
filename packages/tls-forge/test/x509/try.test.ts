import { readFileSync } from 'node:fs'
import { test } from 'vitest'
import { findPath } from '../../src/x509/path.ts'
import { parseTrustAnchors, decodePem, verifyServerCertificate } from '../../src/x509/index.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { DerError } from '../../src/x509/der.ts'
import { Oid } from '../../src/x509/oid.ts'
import { webCryptoVerify } from './web-crypto-verify.ts'

test('try', async () => {
  const { testcases } = JSON.parse(readFileSync('/work/shared/x509-limbo.json', 'utf8'))
  for (const profile of ['chromium', 'strict'] as const) {
    let agree = 0
    const out: string[] = []
    for (const c of testcases) {
      const time = c.validation_time ? Date.parse(c.validation_time) : Date.now()
      let ok = false,
        why = ''
      const t0 = performance.now()
      try {
        const anchors = parseTrustAnchors(c.trusted_certs)
        const chain = [c.peer_certificate, ...c.untrusted_intermediates].map(
          (p: string) => decodePem(p, 'CERTIFICATE')[0]!,
        )
        if (c.validation_kind === 'SERVER' && c.expected_peer_name && c.max_chain_depth === null) {
          const v = await verifyServerCertificate({
            chain,
            serverName: c.expected_peer_name.value,
            anchors,
            time,
            verifySignature: webCryptoVerify,
            profile,
          })
          ok = v.ok
          why = v.ok ? '' : `${v.error} ${v.reason}`
        } else {
          const [leaf, ...intermediates] = chain.map(parseCertificate)
          const r = await findPath({
            leaf: leaf!,
            intermediates,
            anchors,
            verifySignature: webCryptoVerify,
            rules: {
              time,
              profile,
              purpose: c.validation_kind === 'SERVER' ? Oid.serverAuth : Oid.clientAuth,
              maxIntermediates: c.max_chain_depth ?? 20,
            },
          })
          ok = r.ok
          why = r.ok ? '' : r.faults.join()
        }
      } catch (e) {
        if (!(e instanceof DerError)) throw e
        why = String(e)
      }
      const ms = performance.now() - t0
      if (ms > 300) out.push(`SLOW ${c.id} ${ms}`)
      if (ok === (c.expected_result === 'SUCCESS')) agree++
      else out.push(`${ok ? 'FALSE ACCEPT' : 'false reject'} ${c.id} [${c.features}] ${why}`)
    }
    console.log(profile, agree, testcases.length, '\n' + out.join('\n'))
  }
}, 60000)
