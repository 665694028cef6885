/// <reference lib="dom" />
// The sources of tls-forge use WebCrypto's types.
/** Compares the verdicts of forgeTls on certificates with Chromium's. */
import { nodeBackend } from '@chrome-socket/backend-node'
import { connectWith } from '@chrome-socket/conformance/contract/node-subject'
import { runCertificateCases, runCertificateDecisions, runRenegotiation } from '@chrome-socket/conformance/vitest'
import { forgeTls } from '../src/index.ts'

const connect = connectWith(nodeBackend())

await runCertificateCases({ forgeTls: { name: 'forgeTls', provider: (ca) => forgeTls({ ca }), connect } })
await runCertificateDecisions({ forgeTls: { provider: forgeTls, connect } })
runRenegotiation({ forgeTls: { provider: (ca) => forgeTls({ ca }), connect } })
