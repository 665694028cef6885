/** The scenarios on Bun's sockets and TLS, compared with the recordings of Chromium. */
import { apiDifferences, sharedPeersVariable } from '@chrome-socket/conformance'
import { runScenarios } from '@chrome-socket/conformance/vitest'
import { it } from 'vitest'
import { bunDifferences } from './bun-differences.ts'
import { describeInBun } from './in-bun.ts'
import { setup } from './subject.ts'

describeInBun('scenarios', () => {
  // In Bun the peers would use Bun's sockets, so a difference could come from a peer.
  if (process.env[sharedPeersVariable] === undefined) {
    it.skip('need the peers that in-bun.test.ts starts in Node', () => {})
    return
  }
  runScenarios({ setup, differences: [...apiDifferences, ...bunDifferences] })
})
