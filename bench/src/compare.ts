/** From slices to ratios: each variant against its reference, turn by turn. */
import type { Measurement } from './measure.ts'
import type { Goal, Row } from './rows.ts'
import { quantile, spread } from './statistics.ts'
import type { Spread } from './statistics.ts'
import type { Variant } from './variants.ts'

export interface Comparison {
  readonly row: string
  readonly variant: string
  readonly reference: string
  /** The median: operations or bytes in a second; for memory, bytes for each connection. */
  readonly value: number
  /** Microseconds of CPU for an operation, or for a KiB. Not for memory. */
  readonly cpu: number | undefined
  /** Of values, and of CPU for an operation, to the reference's. Absent where the reference does not do this. */
  readonly ratio: Spread | undefined
  readonly cpuRatio: Spread | undefined
  readonly slices: number
}

export function compare(
  rows: readonly Row[],
  variants: readonly Variant[],
  measurements: readonly Measurement[],
): Comparison[] {
  return rows.flatMap((row) =>
    variants.flatMap((variant) => {
      const own = measurements.filter((each) => each.row === row.name && each.variant === variant.name)
      if (own.length === 0) return []
      const reference = measurements.filter((each) => each.row === row.name && each.variant === variant.reference)
      const comparison: Comparison = {
        row: row.name,
        variant: variant.name,
        reference: variant.reference,
        value: quantile(
          own.map((each) => valueOf(row, each)),
          0.5,
        ),
        cpu: spread(own.map((each) => cpuOf(row, each)).filter((cpu) => Number.isFinite(cpu)))?.median,
        ratio: ratioOf(own, reference, (each) => valueOf(row, each)),
        cpuRatio: ratioOf(own, reference, (each) => cpuOf(row, each)),
        slices: own.length,
      }
      return [comparison]
    }),
  )
}

function valueOf(row: Row, { sample }: Measurement): number {
  return row.unit === 'bytesEach' ? sample.amount : sample.amount / sample.seconds
}

function cpuOf(row: Row, { sample }: Measurement): number {
  if (sample.cpuSeconds === 0 || row.unit === 'bytesEach') return Number.NaN
  return (sample.cpuSeconds * 1e6) / (row.unit === 'bytes' ? sample.amount / 1024 : sample.amount)
}

function ratioOf(
  own: readonly Measurement[],
  reference: readonly Measurement[],
  value: (measurement: Measurement) => number,
): Spread | undefined {
  const byTurn = new Map(reference.map((each) => [`${each.round} ${each.turn}`, value(each)]))
  const ratios = own.map((each) => value(each) / (byTurn.get(`${each.round} ${each.turn}`) ?? Number.NaN))
  return spread(ratios.filter((ratio) => Number.isFinite(ratio)))
}

export interface Verdict {
  readonly goal: Goal
  readonly ratio: number
  readonly cpuRatio: number | undefined
  readonly met: boolean
}

/** How chrome.socket on a Node runtime stands to the goal of a row, if it has one. */
export function verdict(row: Row, runtime: string, comparisons: readonly Comparison[]): Verdict | undefined {
  const find = (title: string): Comparison | undefined =>
    comparisons.find((each) => each.row === row.name && each.variant === `${runtime} ${title}`)
  const { goal } = row
  const own = find('chrome.socket')
  const other = goal?.than === 'read' ? find('raw read(n)') : undefined
  if (goal === undefined || own?.ratio === undefined) return undefined
  const ratio = goal.than === 'read' ? own.ratio.median / (other?.ratio?.median ?? Number.NaN) : own.ratio.median
  const cpuRatio = own.cpuRatio?.median
  const met =
    (goal.atLeast === undefined || ratio >= goal.atLeast) &&
    (goal.atMost === undefined || ratio <= goal.atMost) &&
    (goal.cpuAtMost === undefined || (cpuRatio ?? Number.NaN) <= goal.cpuAtMost)
  return { goal, ratio, cpuRatio, met }
}

/** CPU for an operation with 10,000 sockets, to that with 100: how the cost grows when only their number does. */
export function growth(variant: string, comparisons: readonly Comparison[]): number | undefined {
  const cpu = (row: string): number | undefined =>
    comparisons.find((each) => each.row === row && each.variant === variant)?.cpu
  const [few, many] = [cpu('sockets-100'), cpu('sockets-10000')]
  return few === undefined || many === undefined ? undefined : many / few
}
