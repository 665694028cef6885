/** `chrome.socket` on Bun's sockets and TLS against what Chromium did. */
import {
  apiDifferences,
  checkScenario,
  readRecording,
  scenariosByTopic,
  sharedPeers,
  sharedPeersVariable,
} from '@chrome-socket/conformance'
import type { Scenario, ScenarioPeers } from '@chrome-socket/conformance'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { bunDifferences } from './bun-differences.ts'
import { describeInBun } from './in-bun.ts'
import { setup } from './subject.ts'

const differences = [...apiDifferences, ...bunDifferences]

describeInBun('scenarios', () => {
  // In Bun they would be Bun's: what differs is to be the subject's doing.
  if (process.env[sharedPeersVariable] === undefined) {
    it.skip('need the peers that in-bun.test.ts starts in Node', () => {})
    return
  }
  let peers: ScenarioPeers
  beforeAll(async () => {
    peers = await sharedPeers()
  })
  afterAll(() => peers.close())

  describe.each(Object.entries(scenariosByTopic))('%s', async (topic, scenarios) => {
    const { traces } = await readRecording(topic)
    const check = async (scenario: Scenario): Promise<void> => {
      await checkScenario(scenario, traces[scenario.name] ?? [], { setup, peers, differences })
    }
    // There is one console and one global error handler for all.
    const [alone, together] = [scenarios.filter(({ reports }) => reports), scenarios.filter(({ reports }) => !reports)]
    it.for(alone)('$name', { timeout: 60_000 }, check)
    it.concurrent.for(together)('$name', { timeout: 60_000 }, check)
  })
})
