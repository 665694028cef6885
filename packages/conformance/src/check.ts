/**
 * One scenario as a test: the trace of an implementation against the recorded traces of Chromium.
 *
 * ```ts
 * const peers = await startPeers()
 * for (const [topic, scenarios] of Object.entries(scenariosByTopic)) {
 *   const { traces } = await readRecording(topic)
 *   for (const scenario of scenarios) {
 *     it(scenario.name, async (context) => {
 *       const outcome = await checkScenario(scenario, traces[scenario.name] ?? [], { setup, peers })
 *       if (outcome === 'does not apply') context.skip()
 *     })
 *   }
 * }
 * ```
 */
import { explainMismatch, withDifferences } from './compare.ts'
import type { Difference, RuntimeGap } from './compare.ts'
import type { ScenarioPeers } from './peers/start-peers.ts'
import type { Scenario, Trace } from './scenario.ts'
import { playOn } from './subject.ts'
import type { Pace, Setup } from './subject.ts'

/** The implementation, and the ways in which it may differ. */
export interface CheckOptions {
  /** Makes the implementation. */
  readonly setup: Setup
  /** The servers that the scenario talks to. */
  readonly peers: ScenarioPeers
  /** Where the implementation differs from Chromium on purpose. */
  readonly differences?: readonly Difference[]
  /** Where the runtime below differs. */
  readonly gaps?: readonly RuntimeGap[]
  /** How long the first try waits for answers. */
  readonly pace?: Pace
}

/** The second try of a scenario that differed: on a busy machine an answer may just have come late. */
const patiently: Pace = { quietMs: 300 }

/**
 * Plays a scenario, and compares its trace with Chromium's. One that differs is played once more, with more time for its answers.
 * @param scenario one of `conformanceScenarios`
 * @param chromium its recorded traces; one of them has to be met
 * @param options the implementation, the peers, and the ways in which it may differ
 * @throws Error, as a rejection: the trace differs, with the lines; or a listed difference or gap does not show.
 * @example
 * import { createChrome } from '@chrome-socket/api'
 * import { nodeBackend } from '@chrome-socket/backend-node'
 * import { apiDifferences, checkScenario, readRecording, scenariosByTopic, startPeers } from '@chrome-socket/conformance'
 *
 * const options = { peers: await startPeers(), differences: apiDifferences }
 * const setup = () => ({ chrome: createChrome({ backend: nodeBackend() }) })
 * const { traces } = await readRecording('udp')
 * for (const scenario of scenariosByTopic['udp'] ?? [])
 *   console.log(await checkScenario(scenario, traces[scenario.name] ?? [], { ...options, setup }))
 */
export async function checkScenario(
  scenario: Scenario,
  chromium: readonly Trace[],
  { setup, peers, differences = [], gaps = [], pace }: CheckOptions,
): Promise<'same as Chromium' | 'known gap' | 'does not apply'> {
  const everywhere = differences.filter(({ onSomeRuntimes }) => onSomeRuntimes !== true)
  const expected = [differences, everywhere].flatMap((listed) => withDifferences(scenario.name, chromium, listed))
  const gap = gaps.find(({ scenarios }) => scenarios.includes(scenario.name))
  let explanation: string | undefined
  for (const eachPace of [pace, patiently]) {
    const trace = await playOn(setup, scenario, peers, eachPace)
    if (trace === undefined) return 'does not apply'
    explanation = explainMismatch(trace, expected)
    if (explanation === undefined && gap !== undefined && gap.sometimes !== true) {
      throw new Error(`"${scenario.name}" is as in Chromium, and no gap any more: ${gap.reason}`)
    }
    if (explanation === undefined) return 'same as Chromium'
    if (gap !== undefined) return 'known gap'
  }
  throw new Error(`"${scenario.name}" is not as in Chromium\n${explanation}`)
}
