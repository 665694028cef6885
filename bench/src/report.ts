/** The comparison as a table of text, a runtime at a time. */
import { growth, verdict } from './compare.ts'
import type { Comparison } from './compare.ts'
import type { Row, Unit } from './rows.ts'
import type { Spread } from './statistics.ts'
import type { Variant } from './variants.ts'

export function report(rows: readonly Row[], variants: readonly Variant[], comparisons: readonly Comparison[]): string {
  const lines: string[] = []
  for (const runtime of new Set(variants.map(({ runtime }) => runtime))) {
    lines.push('', `${runtime.name} ${runtime.version}`)
    for (const row of rows) lines.push(...reportRow(row, runtime.name, variants, comparisons))
    for (const variant of variants) {
      const grown = variant.runtime === runtime ? growth(variant.name, comparisons) : undefined
      if (grown === undefined) continue
      lines.push(`  ${variant.title}: CPU for an operation at 10,000 sockets is ${grown.toFixed(2)} × that at 100`)
    }
  }
  return lines.join('\n')
}

function reportRow(
  row: Row,
  runtime: string,
  variants: readonly Variant[],
  comparisons: readonly Comparison[],
): string[] {
  const lines = variants.flatMap((variant) => {
    const comparison = comparisons.find((each) => each.row === row.name && each.variant === variant.name)
    if (variant.runtime.name !== runtime || comparison === undefined) return []
    const isReference = variant.name === variant.reference
    return [
      [
        `    ${variant.title}`.padEnd(34),
        printValue(comparison.value, row.unit).padStart(12),
        (isReference ? '' : printSpread(comparison.ratio)).padStart(22),
        (comparison.cpu === undefined ? '' : `${comparison.cpu.toFixed(2)} µs`).padStart(11),
        (isReference ? '' : printSpread(comparison.cpuRatio)).padStart(22),
      ].join(' '),
    ]
  })
  if (lines.length === 0) return []
  const judged = runtime.startsWith('node') ? verdict(row, runtime, comparisons) : undefined
  const aim =
    judged === undefined ? '' : `   ${judged.met ? 'met' : 'MISSED'}: ${judged.ratio.toFixed(2)} ${printGoal(row)}`
  const head = [`  ${row.title}`.padEnd(46), 'ratio'.padStart(23), 'CPU'.padStart(11), 'CPU ratio'.padStart(22)].join(
    ' ',
  )
  return [head + aim, ...lines]
}

function printGoal({ goal }: Row): string {
  if (goal === undefined) return ''
  const bound = goal.atLeast === undefined ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`
  const cpu = goal.cpuAtMost === undefined ? '' : ` with CPU ≤ ${goal.cpuAtMost}`
  return `(wanted ${bound}${goal.than === 'read' ? ' × read(n)' : ''}${cpu})`
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
