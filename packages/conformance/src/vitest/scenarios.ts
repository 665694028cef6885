/** All scenarios as tests of vitest, with one set of peers for the whole run. */
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { TestContext } from 'vitest'
import { checkScenario } from '../check.ts'
import type { CheckOptions } from '../check.ts'
import { sharedPeers } from '../peers/shared-peers.ts'
import type { ScenarioPeers } from '../peers/start-peers.ts'
import { readRecording } from '../recording.ts'
import type { Scenario } from '../scenario.ts'
import { scenariosByTopic } from '../scenarios/index.ts'

/** The options of `runScenarios`: those of `checkScenario`, without the peers, which all scenarios share. */
export interface ScenarioTestOptions extends Omit<CheckOptions, 'peers'> {
  /** The topics to play, which are keys of `scenariosByTopic`. The default is all. */
  readonly topics?: readonly string[]
}

/**
 * Adds a test for each scenario: an implementation against Chromium's recorded traces.
 * @param options the implementation, the topics, and the ways in which it may differ
 * @errors Cannot fail. A topic that does not exist is a test that fails.
 * @example
 * import { createChrome } from '@chrome-socket/api'
 * import { nodeBackend } from '@chrome-socket/backend-node'
 * import { apiDifferences } from '@chrome-socket/conformance'
 * import { runScenarios } from '@chrome-socket/conformance/vitest'
 *
 * const setup = () => ({ chrome: createChrome({ backend: nodeBackend() }), lacks: ['tls' as const] })
 * runScenarios({ setup, topics: ['tcp', 'udp'], differences: apiDifferences })
 */
export function runScenarios({ topics = Object.keys(scenariosByTopic), ...options }: ScenarioTestOptions): void {
  let peers: ScenarioPeers
  beforeAll(async () => {
    peers = await sharedPeers()
  })
  afterAll(() => peers.close())

  describe.each(topics)('%s', async (topic) => {
    const scenarios = scenariosByTopic[topic] ?? []
    const { traces } = await readRecording(topic)
    const check = async (scenario: Scenario, { skip }: TestContext): Promise<void> => {
      const outcome = await checkScenario(scenario, traces[scenario.name] ?? [], { ...options, peers })
      if (outcome === 'does not apply') skip(`this host lacks ${peers.lacks.join(', ')}`)
    }
    // All scenarios share one console and one global error handler.
    const [alone, together] = [scenarios.filter(({ reports }) => reports), scenarios.filter(({ reports }) => !reports)]
    it.for(alone)('$name', { timeout: 60_000 }, check)
    it.concurrent.for(together)('$name', { timeout: 60_000 }, check)
  })
}
