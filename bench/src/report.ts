/** Formats the comparison as a table of text. */
import type { Comparison } from './compare.ts'
import { judge } from './goals.ts'
import type { Row, Unit } from './rows.ts'
import type { Spread } from './statistics.ts'

const columns: readonly (readonly [string, number])[] = [
  ['', -34],
  ['', 12],
  ['ratio (quartiles)', 22],
  ['CPU', 11],
  ['ratio (quartiles)', 22],
]

function line(...cells: readonly string[]): string {
  const padded = columns.map(([, width], i) =>
    width < 0 ? (cells[i] ?? '').padEnd(-width) : (cells[i] ?? '').padStart(width),
  )
  return padded.join(' ').trimEnd()
}

/** Formats a row with all its runtimes. `all` has all rows, because a goal may refer to another row. */
export function reportRow(row: Row, all: readonly Comparison[]): string {
  const own = all.filter((each) => each.row === row.name)
  const runtimes = [...new Set(own.map(({ runtime }) => runtime))]
  const lines = runtimes.flatMap((runtime) => [
    ...own.filter((each) => each.runtime === runtime).map((each) => reportVariant(row, each)),
    ...judge(row.name, runtime, all).map(({ met, text }) => `      ${met ? 'met' : 'MISSED'}: ${text}`),
  ])
  return [line(row.title, '', ...columns.slice(2).map(([head]) => head)), ...lines, ''].join('\n')
}

function reportVariant(row: Row, { runtime, title, value, ratio, cpu, cpuRatio }: Comparison): string {
  const name = runtime === 'chromium' ? title : `${runtime} ${title}`
  const printedCpu = cpu === undefined ? '' : `${cpu.toFixed(2)} µs`
  return line(`  ${name}`, printValue(value, row.unit), printSpread(ratio), printedCpu, printSpread(cpuRatio))
}

/** Formats the number of met goals and a list of the missed goals. */
export function reportGoals(comparisons: readonly Comparison[]): string {
  const places = new Map(comparisons.map((each) => [`${each.row}, ${each.runtime}`, each]))
  const verdicts = [...places].flatMap(([place, { row, runtime }]) =>
    judge(row, runtime, comparisons).map((verdict) => ({ place, ...verdict })),
  )
  const missed = verdicts.filter(({ met }) => !met)
  return [
    `${verdicts.length - missed.length} of ${verdicts.length} goals met`,
    ...missed.map(({ place, text }) => `  missed: ${place}, ${text}`),
  ].join('\n')
}

function printSpread(spread: Spread | undefined): string {
  if (spread === undefined) return ''
  const [median, lower, upper] = [spread.median, spread.lower, spread.upper].map((value) => value.toFixed(2))
  return `${median} (${lower} to ${upper})`
}

export function printValue(value: number, unit: Unit): string {
  if (unit === 'bytesEach') return `${Math.round(value)} B`
  if (unit === 'bytes') return `${Math.round(value / 1e6)} MB/s`
  return `${Math.round(value)}/s`
}
