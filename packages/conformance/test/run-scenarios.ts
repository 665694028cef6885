/**
 * All scenarios as tests of vitest, over the peers that a whole run shares.
 */
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { TestContext } from 'vitest'
import { checkScenario, readRecording, scenariosByTopic, sharedPeers } from '../src/index.ts'
import type { CheckOptions, Scenario, ScenarioPeers } from '../src/index.ts'

export function runScenarios(options: Omit<CheckOptions, 'peers'>): void {
  let peers: ScenarioPeers
  beforeAll(async () => {
    peers = await sharedPeers()
  })
  afterAll(() => peers.close())

  describe.each(Object.entries(scenariosByTopic))('%s', async (topic, scenarios) => {
    const { traces } = await readRecording(topic)
    const check = async (scenario: Scenario, { skip }: TestContext): Promise<void> => {
      const outcome = await checkScenario(scenario, traces[scenario.name] ?? [], { ...options, peers })
      if (outcome === 'does not apply') skip(`this host lacks ${peers.lacks.join(', ')}`)
    }
    // There is one console and one global error handler for all.
    const [alone, together] = [scenarios.filter(({ reports }) => reports), scenarios.filter(({ reports }) => !reports)]
    it.for(alone)('$name', { timeout: 60_000 }, check)
    it.concurrent.for(together)('$name', { timeout: 60_000 }, check)
  })
}
