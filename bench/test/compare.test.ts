/** A ratio compares slices of the same turn, so the speed of the machine may change between turns. */
import { describe, expect, it } from 'vitest'
import { compare } from '../src/compare.ts'
import type { Comparison } from '../src/compare.ts'
import { judge } from '../src/goals.ts'
import type { Measurement } from '../src/measure.ts'
import { mergeResults } from '../src/results.ts'
import type { Results } from '../src/results.ts'
import type { Row } from '../src/rows.ts'
import type { Variant } from '../src/variants.ts'

const row: Row = {
  name: 'ping-pong',
  title: 'ping-pong',
  task: 'pingPong',
  service: 'echo',
  cores: 'shared',
  unit: 'operations',
  target: { size: 64, count: 1 },
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
  row: row.name,
  variant,
  round: 0,
  turn,
  sample: { amount: rate / 2, seconds: 0.5, cpuSeconds: (cpuEach * rate) / 2e6 },
  disturbed: false,
})

describe('compare', () => {
  it('pairs the slices of a turn', () => {
    const measurements = [
      slice(raw.name, 0, 1000, 10),
      slice(chrome.name, 0, 2000, 5),
      // The machine has half the speed in this turn.
      slice(raw.name, 1, 500, 20),
      slice(chrome.name, 1, 1000, 10),
      // The raw variant failed in this turn.
      slice(chrome.name, 2, 9000, 1),
    ]
    const comparisons = compare(row, [raw, chrome], measurements)
    expect(comparisons[0]).toMatchObject({ title: 'raw', ratio: undefined, value: 750 })
    expect(comparisons[1]).toMatchObject({
      row: 'ping-pong',
      runtime: 'node24',
      title: 'chrome.socket',
      value: 2000,
      cpu: 5,
      ratio: { lower: 2, median: 2, upper: 2 },
      cpuRatio: { lower: 0.5, median: 0.5, upper: 0.5 },
      slices: 3,
    })
  })

  it('does not divide memory by the time', () => {
    const weighed = { ...slice(raw.name, 0, 0, 0), sample: { amount: 4666, seconds: 0, cpuSeconds: 0 } }
    expect(compare({ ...row, unit: 'bytesEach' }, [raw], [weighed])[0]).toMatchObject({ value: 4666, cpu: undefined })
  })
})

const comparison = (row: string, title: string, value: number, more: Partial<Comparison> = {}): Comparison => ({
  row,
  runtime: 'node24',
  title,
  reference: 'node24 raw',
  value,
  cpu: 1,
  ratio: { lower: value, median: value, upper: value },
  cpuRatio: { lower: 1, median: 1, upper: 1 },
  slices: 1,
  ...more,
})

describe('judge', () => {
  it('checks a ratio against its bounds', () => {
    const judged = (value: number): (boolean | undefined)[] =>
      judge('ping-pong', 'node24', [
        comparison('ping-pong', 'raw', 1),
        comparison('ping-pong', 'chrome.socket', value),
      ]).map(({ met }) => met)
    expect(judged(1)).toEqual([true])
    expect(judged(0.99)).toEqual([false])
  })

  it('finds a goal missed because of its CPU alone', () => {
    const cpuRatio = { lower: 0.9, median: 0.9, upper: 0.9 }
    const comparisons = [comparison('accept', 'raw', 1), comparison('accept', 'chrome.socket', 3, { cpuRatio })]
    expect(judge('accept', 'node24', comparisons).map(({ met }) => met)).toEqual([true, false])
  })

  it('compares with Chromium, which is another runtime', () => {
    const chromium = comparison('udp-echo', "Chromium's chrome.socket", 50, { runtime: 'chromium' })
    const comparisons = [chromium, comparison('udp-echo', 'chrome.socket', 900)]
    expect(judge('udp-echo', 'node24', comparisons)).toMatchObject([{ met: true }, { met: false }])
  })

  it('compares the CPU of a row with that of another row', () => {
    const comparisons = [
      comparison('sockets-100', 'chrome.socket', 1, { cpu: 10 }),
      comparison('sockets-10000', 'chrome.socket', 1, { cpu: 15 }),
    ]
    expect(judge('sockets-10000', 'node24', comparisons)).toMatchObject([{ met: true }])
    expect(judge('sockets-100', 'node24', comparisons)).toEqual([])
  })
})

describe('mergeResults', () => {
  const results = (...comparisons: Comparison[]): Results => ({
    machine: { processor: '', cores: 2, system: '' },
    runtimes: { node24: 'v24' },
    method: { rounds: 5, turns: 4, sliceMilliseconds: 1, warmUpMilliseconds: 1, pinned: true, peer: 'C' },
    comparisons,
  })

  it('replaces a row on a runtime, keeps the others, and sorts all', () => {
    const onBun = comparison('ping-pong', 'chrome.socket', 7, { runtime: 'bun' })
    const older = results(
      comparison('wrong-call', 'raw', 1),
      comparison('ping-pong', 'raw again', 2),
      onBun,
      comparison('no-such-row', 'raw', 3),
    )
    const merged = mergeResults(older, results(comparison('ping-pong', 'raw', 4)))
    expect(merged.comparisons.map(({ row, title, value }) => [row, title, value])).toEqual([
      ['ping-pong', 'chrome.socket', 7],
      ['ping-pong', 'raw', 4],
      ['wrong-call', 'raw', 1],
    ])
  })
})
