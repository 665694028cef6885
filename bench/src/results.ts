/** The results in `results/full.json`. A run replaces the results of each row on each runtime that it measures. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Comparison } from './compare.ts'
import { rows } from './rows.ts'

/** The parameters of the measurement. */
export interface Method {
  readonly rounds: number
  readonly turns: number
  readonly sliceMilliseconds: number
  readonly warmUpMilliseconds: number
  readonly pinned: boolean
  readonly peer: 'C' | 'Node'
}

export interface Results {
  readonly machine: { readonly processor: string; readonly cores: number; readonly system: string }
  /** The versions of the runtimes, by names such as `node24`. */
  readonly runtimes: Readonly<Record<string, string>>
  readonly method: Method
  readonly comparisons: readonly Comparison[]
}

export function readResults(file: string): Results | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Results
  } catch {
    return undefined
  }
}

export function writeResults(file: string, results: Results): void {
  writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`)
}

/** Merges results in the order of `rows.ts`. `newer` replaces the rows of `older` on the same runtimes. */
export function mergeResults(older: Results | undefined, newer: Results): Results {
  const measured = new Set(newer.comparisons.map(placeOf))
  const kept = older?.comparisons.filter((each) => !measured.has(placeOf(each))) ?? []
  const comparisons = rows.flatMap(({ name }) =>
    [...kept, ...newer.comparisons]
      .filter(({ row }) => row === name)
      .sort((a, b) => a.runtime.localeCompare(b.runtime)),
  )
  return { ...newer, runtimes: { ...older?.runtimes, ...newer.runtimes }, comparisons }
}

function placeOf({ row, runtime }: Comparison): string {
  return `${row} on ${runtime}`
}
