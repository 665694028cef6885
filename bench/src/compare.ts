/** Turns slices into ratios: it compares each variant with its reference, turn by turn. */
import type { Measurement } from './measure.ts'
import type { Row } from './rows.ts'
import { quantile, spread } from './statistics.ts'
import type { Spread } from './statistics.ts'
import type { Variant } from './variants.ts'

export interface Comparison {
  readonly row: string
  /** The runtime of the variant, such as `node24`. `title` is the variant's title, such as `chrome.socket`. */
  readonly runtime: string
  readonly title: string
  /** The name of the variant to compare with, such as `node24 raw`. */
  readonly reference: string
  /** The median of operations or bytes in a second, or for memory, of bytes for each connection. */
  readonly value: number
  /** Microseconds of CPU for an operation or for a KiB. It is undefined for memory and for Chromium. */
  readonly cpu: number | undefined
  /** The ratio to the reference. It is undefined for the reference itself, and without a measurement. */
  readonly ratio: Spread | undefined
  readonly cpuRatio: Spread | undefined
  readonly slices: number
}

export function compare(row: Row, variants: readonly Variant[], measurements: readonly Measurement[]): Comparison[] {
  return variants.flatMap((variant) => {
    const own = measurements.filter((each) => each.variant === variant.name)
    if (own.length === 0) return []
    const isReference = variant.name === variant.reference
    const reference = isReference ? [] : measurements.filter((each) => each.variant === variant.reference)
    const cpus = own.map((each) => cpuOf(row, each)).filter((cpu) => Number.isFinite(cpu))
    const comparison: Comparison = {
      row: row.name,
      runtime: variant.runtime.name,
      title: variant.title,
      reference: variant.reference,
      value: quantile(
        own.map((each) => valueOf(row, each)),
        0.5,
      ),
      cpu: spread(cpus)?.median,
      ratio: ratioOf(own, reference, (each) => valueOf(row, each)),
      cpuRatio: ratioOf(own, reference, (each) => cpuOf(row, each)),
      slices: own.length,
    }
    return [comparison]
  })
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
