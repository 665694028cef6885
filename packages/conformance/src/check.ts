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
  /** The differences of the implementation from Chromium, on purpose. */
  readonly differences?: readonly Difference[]
  /** The gaps of the runtime below. */
  readonly gaps?: readonly RuntimeGap[]
  /** The times that the first try waits for answers. */
  readonly pace?: Pace
}

/** The times of the second try of a scenario that differed. On a busy machine, an answer may have come too late. */
const patiently: Pace = { quietMs: 300 }

/** The further tries of a scenario in which only the names of ports differ. One in a hundred needs the first of them. */
const triesOfPorts = 3

/**
 * Plays a scenario and compares its trace with Chromium's. A scenario that differs is played once more, with more time
 * for its answers. If only the names of ports differ then, the system may have given two sockets the same port, so the
 * scenario is played up to three times more.
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
  for (let count = 0; count < 2 + triesOfPorts; count += 1) {
    const trace = await playOn(setup, scenario, peers, count === 0 ? pace : patiently)
    if (trace === undefined) return 'does not apply'
    explanation = explainMismatch(trace, expected)
    if (explanation === undefined && gap !== undefined && gap.sometimes !== true) {
      throw new Error(`"${scenario.name}" is as in Chromium, so it is no longer a gap: ${gap.reason}`)
    }
    if (explanation === undefined) return 'same as Chromium'
    if (gap !== undefined) return 'known gap'
    if (count > 0 && explainMismatch(withoutPorts(trace), expected.map(withoutPorts)) !== undefined) break
  }
  throw new Error(`"${scenario.name}" is not as in Chromium\n${explanation}`)
}

/** A trace in which all ephemeral ports have one name. */
function withoutPorts(trace: Trace): Trace {
  return trace.map((line) => line.replaceAll(/<port \d+>/g, '<port>'))
}
