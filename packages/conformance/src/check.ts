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
  readonly setup: Setup
  readonly peers: ScenarioPeers
  /** Where the implementation differs from Chromium on purpose. */
  readonly differences?: readonly Difference[]
  /** Where the runtime below differs. */
  readonly gaps?: readonly RuntimeGap[]
  readonly pace?: Pace
}

/** The second try of a scenario that differed: on a busy machine an answer may just have come late. */
const patiently: Pace = { quietMs: 300 }

/** Rejects with the lines that differ. It also rejects when a listed difference or gap does not show. */
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
