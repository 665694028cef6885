/** Compares a trace with Chromium's, apart from the listed differences. */
import type { Trace } from './scenario.ts'

/** A difference from Chromium on purpose. */
export interface Difference {
  /** The reason, in one sentence. */
  readonly reason: string
  /** Whether the difference shows only on some runtimes. Chromium's own trace is then right, too. */
  readonly onSomeRuntimes?: true
  /** The names of the scenarios that show the difference. */
  readonly scenarios: readonly string[]
  /**
   * Lines of Chromium's trace, each with its replacement: one or more lines, or undefined for none. A change applies to
   * every line that matches.
   */
  readonly changes: readonly (readonly [chromium: string | RegExp, ours: string | undefined])[]
}

/** A difference of a runtime itself, which this project cannot or will not remove. */
export interface RuntimeGap {
  /** The reason, in one sentence. */
  readonly reason: string
  /** Whether the gap does not always show. */
  readonly sometimes?: true
  /** The names of the scenarios that show the gap. */
  readonly scenarios: readonly string[]
}

/**
 * Applies the listed differences to Chromium's traces of a scenario.
 * @param name the scenario's
 * @param chromium its traces
 * @param differences such as `apiDifferences`; those of other scenarios are left out
 * @throws Error: none of the traces has a line that a difference changes. That difference is out of date.
 * @example
 * import { apiDifferences, readRecording, withDifferences } from '@chrome-socket/conformance'
 *
 * const { traces } = await readRecording('tcp')
 * for (const [name, chromium] of Object.entries(traces)) console.log(withDifferences(name, chromium, apiDifferences))
 */
export function withDifferences(
  name: string,
  chromium: readonly Trace[],
  differences: readonly Difference[],
): readonly Trace[] {
  const changes = differences.filter(({ scenarios }) => scenarios.includes(name)).flatMap((each) => each.changes)
  let traces = chromium
  for (const [from, to] of changes) {
    const matches = (line: string): boolean => (typeof from === 'string' ? line === from : from.test(line))
    if (!traces.some((trace) => trace.some(matches))) {
      throw new Error(`Listed as a difference, but not in Chromium's trace of "${name}": ${String(from)}`)
    }
    const changed = (line: string): readonly string[] => {
      if (!matches(line)) return [line]
      if (to === undefined) return []
      return (typeof from === 'string' ? to : line.replace(from, to)).split('\n')
    }
    traces = traces.map((trace) => trace.flatMap(changed))
  }
  return traces
}

/**
 * Describes the difference between a trace and the nearest expected trace, line by line. Returns undefined if one is
 * equal.
 * @param trace what an implementation did
 * @param expected what it may do; with none, the message says that there is no recording
 * @errors Cannot fail.
 * @example
 * import { explainMismatch } from '@chrome-socket/conformance'
 *
 * console.log(explainMismatch(['write(#1) -> 2'], [['write(#1) -> 1']]))
 */
export function explainMismatch(trace: Trace, expected: readonly Trace[]): string | undefined {
  const explanations = expected.map((each) => linesThatDiffer(each, trace))
  const best = explanations.sort((a, b) => a.length - b.length)[0] ?? ['there is no recording']
  return best.length === 0 ? undefined : best.join('\n')
}

function linesThatDiffer(expected: Trace, actual: Trace): string[] {
  const lines: string[] = []
  for (let index = 0; index < Math.max(expected.length, actual.length); index += 1) {
    const [wanted, got] = [expected[index], actual[index]]
    if (wanted !== got)
      lines.push(
        `line ${index + 1}: Chromium: ${wanted ?? '(the end)'}`,
        `line ${index + 1}: here:     ${got ?? '(the end)'}`,
      )
  }
  return lines
}
