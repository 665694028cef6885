/** The verdicts of nodeTls on certificates, compared with Chromium's. */
import { connectWith } from '@chrome-socket/conformance/contract/node-subject'
import { runCertificateCases, runCertificateDecisions, runRenegotiation } from '@chrome-socket/conformance/vitest'
import { nodeBackend, nodeTls } from '../src/index.ts'

const connect = connectWith(nodeBackend())

await runCertificateCases({ nodeTls: { name: 'nodeTls', provider: (ca) => nodeTls({ ca }), connect } })
await runCertificateDecisions({ nodeTls: { provider: nodeTls, connect } })
runRenegotiation({ nodeTls: { provider: (ca) => nodeTls({ ca }), connect } })
