/** `chrome.socket` on Bun's sockets and TLS against what Chromium did. */
import { apiDifferences, sharedPeersVariable } from '@chrome-socket/conformance'
import { runScenarios } from '@chrome-socket/conformance/vitest'
import { it } from 'vitest'
import { bunDifferences } from './bun-differences.ts'
import { describeInBun } from './in-bun.ts'
import { setup } from './subject.ts'

describeInBun('scenarios', () => {
  // In Bun they would be Bun's: what differs is to be the subject's doing.
  if (process.env[sharedPeersVariable] === undefined) {
    it.skip('need the peers that in-bun.test.ts starts in Node', () => {})
    return
  }
  runScenarios({ setup, differences: [...apiDifferences, ...bunDifferences] })
})
