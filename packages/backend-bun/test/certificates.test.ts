/** The verdicts of bunTls on certificates, compared with Chromium's, over a Bun socket and over a stream of another kind. */
import type { ByteStream, Endpoint } from '@chrome-socket/api/backend'
import { connectWith } from '@chrome-socket/conformance/contract/node-subject'
import { runCertificateCases, runCertificateDecisions, runRenegotiation } from '@chrome-socket/conformance/vitest'
import { describe, it } from 'vitest'
import { bunBackend, bunTls } from '../src/index.ts'
import { foreign, inBun } from './in-bun.ts'

if (inBun) {
  const connect = connectWith(bunBackend())
  const connectForeign = async (to: Endpoint): Promise<ByteStream> => foreign(await connect(to))
  await runCertificateCases({
    'over a Bun socket': { name: 'bunTls', provider: (ca) => bunTls({ ca }), connect },
    'over a stream of another kind': { name: 'bunTls', provider: (ca) => bunTls({ ca }), connect: connectForeign },
  })
  await runCertificateDecisions({
    'over a Bun socket': { provider: bunTls, connect },
    'over a stream of another kind': { provider: bunTls, connect: connectForeign },
  })
  runRenegotiation({
    'bunTls over a Bun socket': { provider: (ca) => bunTls({ ca }), connect },
    'bunTls over a stream of another kind': { provider: (ca) => bunTls({ ca }), connect: connectForeign },
  })
} else {
  describe('bunTls', () => it.skip('runs in Bun, see in-bun.test.ts', () => {}))
}
