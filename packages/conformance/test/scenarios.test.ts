/** Our `chrome.socket` on Node's sockets and TLS against what Chromium did. */
import { afterAll, beforeAll, describe, it } from 'vitest'
import {
  apiDifferences,
  checkScenario,
  nodeTlsDifferences,
  readRecording,
  runtimeGaps,
  scenariosByTopic,
  sharedPeers,
} from '../src/index.ts'
import type { Scenario, ScenarioPeers } from '../src/index.ts'
import { setup } from '../src/subjects/node.ts'

const differences = [...apiDifferences, ...nodeTlsDifferences]
let peers: ScenarioPeers
beforeAll(async () => {
  peers = await sharedPeers()
})
afterAll(() => peers.close())

describe.each(Object.entries(scenariosByTopic))('%s', async (topic, scenarios) => {
  const { traces } = await readRecording(topic)
  const check = async (scenario: Scenario): Promise<void> => {
    await checkScenario(scenario, traces[scenario.name] ?? [], { setup, peers, differences, gaps: runtimeGaps })
  }
  // There is one console and one global error handler for all.
  const [alone, together] = [scenarios.filter(({ reports }) => reports), scenarios.filter(({ reports }) => !reports)]
  it.for(alone)('$name', { timeout: 60_000 }, check)
  it.concurrent.for(together)('$name', { timeout: 60_000 }, check)
})
