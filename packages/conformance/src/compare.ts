/** Comparing a trace with what Chromium did, apart from what is meant to differ. */
import type { Trace } from './scenario.ts'

/** Something in which we differ from Chromium on purpose. */
export interface Difference {
  readonly reason: string
  /** Set when it shows on some runtimes only: there Chromium's own trace will do, too. */
  readonly onSomeRuntimes?: true
  /** The names of the scenarios in which it shows. */
  readonly scenarios: readonly string[]
  /**
   * Lines of Chromium's trace, and what is there instead of each: one or more lines, or undefined when nothing is.
   * A line stands for every one like it.
   */
  readonly changes: readonly (readonly [chromium: string | RegExp, ours: string | undefined])[]
}

/** Something that a runtime does otherwise by itself, and that we cannot or will not mend: which scenarios it shows in. */
export interface RuntimeGap {
  readonly reason: string
  /** Set when it does not always show. */
  readonly sometimes?: true
  readonly scenarios: readonly string[]
}

/**
 * Chromium's traces as they should be here. Throws when a difference is listed whose line none of Chromium's traces has:
 * then it is none any more.
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

/** The one of `expected` that is nearest to `trace`, and the lines that differ, for a message; undefined when one is equal. */
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
