/** Ratios are between slices of the same turn, whatever the machine did between turns. */
import { describe, expect, it } from 'vitest'
import { compare, growth, verdict } from '../src/compare.ts'
import type { Measurement } from '../src/measure.ts'
import type { Row } from '../src/rows.ts'
import type { Variant } from '../src/variants.ts'

const row: Row = {
  name: 'ping',
  title: 'ping',
  task: 'pingPong',
  service: 'echo',
  cores: 'shared',
  unit: 'operations',
  target: { size: 64, count: 1 },
  goal: { than: 'data', atLeast: 2, cpuAtMost: 0.5 },
}
const runtime = { kind: 'node', name: 'node24', version: 'v24', path: '' } as const
const raw: Variant = {
  name: 'node24 raw',
  title: 'raw',
  runtime,
  module: 'node',
  reference: 'node24 raw',
  suits: () => true,
}
const chrome: Variant = { ...raw, name: 'node24 chrome.socket', title: 'chrome.socket' }

const slice = (variant: string, turn: number, rate: number, cpuEach: number): Measurement => ({
  row: 'ping',
  variant,
  round: 0,
  turn,
  sample: { amount: rate / 2, seconds: 0.5, cpuSeconds: (cpuEach * rate) / 2e6 },
})

describe('compare', () => {
  it('pairs the slices of a turn', () => {
    const measurements = [
      slice(raw.name, 0, 1000, 10),
      slice(chrome.name, 0, 2000, 5),
      // Twice as slow a machine.
      slice(raw.name, 1, 500, 20),
      slice(chrome.name, 1, 1000, 10),
      // A turn in which the raw variant failed.
      slice(chrome.name, 2, 9000, 1),
    ]
    const comparisons = compare([row], [raw, chrome], measurements)
    expect(comparisons[1]).toMatchObject({
      value: 2000,
      cpu: 5,
      ratio: { lower: 2, median: 2, upper: 2 },
      cpuRatio: { lower: 0.5, median: 0.5, upper: 0.5 },
      slices: 3,
    })
    expect(verdict(row, 'node24', comparisons)).toMatchObject({ ratio: 2, cpuRatio: 0.5, met: true })
  })

  it('misses a goal by its CPU alone', () => {
    const comparisons = compare([row], [raw, chrome], [slice(raw.name, 0, 1000, 10), slice(chrome.name, 0, 3000, 6)])
    expect(verdict(row, 'node24', comparisons)).toMatchObject({ ratio: 3, met: false })
  })

  it('tells how the cost grows with the number of sockets', () => {
    const rows: Row[] = [
      { ...row, name: 'sockets-100' },
      { ...row, name: 'sockets-10000' },
    ]
    const measurements = [
      { ...slice(raw.name, 0, 1000, 10), row: 'sockets-100' },
      { ...slice(raw.name, 0, 1000, 15), row: 'sockets-10000' },
    ]
    expect(growth(raw.name, compare(rows, [raw], measurements))).toBeCloseTo(1.5)
  })
})
