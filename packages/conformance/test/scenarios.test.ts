/** Our `chrome.socket` on Node's sockets and TLS against what Chromium did. */
import { afterAll, beforeAll, describe, it } from 'vitest'
import { apiDifferences, checkScenario, nodeTlsDifferences, readRecording, scenariosByTopic, startPeers } from '../src/index.ts'
import type { ScenarioPeers } from '../src/index.ts'
import { setup } from '../src/subjects/node.ts'

const differences = [...apiDifferences, ...nodeTlsDifferences]
let peers: ScenarioPeers
beforeAll(async () => {
  peers = await startPeers()
})
afterAll(() => peers.close())

describe.each(Object.entries(scenariosByTopic))('%s', async (topic, scenarios) => {
  const { traces } = await readRecording(topic)
  it.each(scenarios)('$name', { timeout: 60_000 }, async (scenario) => {
    await checkScenario(scenario, traces[scenario.name] ?? [], { setup, peers, differences })
  })
})
