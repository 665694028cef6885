/** Playing random programs in Chromium and on a subject, many at a time, and making a small one of one that differs. */
import fc from 'fast-check'
import { explainMismatch } from '../compare.ts'
import { ChromiumPlayer } from '../oracle/play-in-chromium.ts'
import type { ScenarioPeers } from '../peers/start-peers.ts'
import type { Scenario, Trace } from '../scenario.ts'
import { playOn } from '../subject.ts'
import type { Pace, Setup } from '../subject.ts'
import { programs } from './generator.ts'
import { playProgram } from './program.ts'
import type { Program } from './program.ts'

export interface FuzzOptions {
  /** How many programs. */
  readonly runs: number
  /** The same seed gives the same programs. */
  readonly seed: number
  readonly peers: ScenarioPeers
  readonly onProgress?: (played: number) => void
  /** Called with each as it is found. */
  readonly onDifference?: (found: FuzzDifference) => void
}

interface Details {
  readonly explanation: string
  readonly chromium: Trace
  readonly here: Trace
}

export interface FuzzDifference extends Details {
  readonly program: Program
  /** Which of the seed's programs it came from. */
  readonly run: number
}

/** So many programs are played side by side. */
const batchSize = 16
/** While side by side, answers are waited for so long; whoever differs then gets a longer, quieter trial. */
const quickly: Pace = { quietMs: 20, patienceMs: 120 }
const patiently: Pace = { quietMs: 60, patienceMs: 250 }
/** Only what differs in each of so many trials is a difference. */
const patientTrials = 3
const shrinkingMs = 60_000

function scenarioOf(program: Program): Scenario {
  return { name: 'random program', unordered: true, play: playProgram, parameter: JSON.stringify(program) }
}

/** Plays `runs` programs; the differences found are as small as they could be made. */
export async function fuzz(
  setup: Setup,
  { runs, seed, peers, onProgress, onDifference }: FuzzOptions,
): Promise<FuzzDifference[]> {
  const chromium = new ChromiumPlayer(peers)
  const found: FuzzDifference[] = []
  const difference = async (program: Program, trials = patientTrials): Promise<Details | undefined> => {
    const scenario = scenarioOf(program)
    const theirs: Trace[] = []
    let last: Details | undefined
    for (let trial = 0; trial < trials; trial += 1) {
      const trace = await chromium.play(scenario, patiently).catch(() => undefined)
      // What makes Chromium crash cannot be compared.
      if (trace === undefined) return undefined
      theirs.push(trace)
      const here = (await playOn(setup, scenario, peers, patiently)) ?? []
      const explanation = explainMismatch(here, theirs)
      if (explanation === undefined) return undefined
      last = { explanation, chromium: trace, here }
    }
    return last
  }
  try {
    const all = fc.sample(programs, { numRuns: runs, seed })
    for (let begin = 0; begin < runs; begin += batchSize) {
      const batch = all.slice(begin, begin + batchSize).map(scenarioOf)
      const theirs = await chromium.playAll(batch, quickly).catch(() => batch.map((): Trace => []))
      const ours = await Promise.all(batch.map((scenario) => playOn(setup, scenario, peers, quickly)))
      for (let index = 0; index < batch.length; index += 1) {
        const run = begin + index
        if (explainMismatch(ours[index] ?? [], [theirs[index] ?? []]) === undefined) continue
        if ((await difference(all[run] ?? [])) === undefined) continue
        const program = await shrink(seed, run, async (smaller) => (await difference(smaller, 1)) !== undefined)
        const details = program && (await difference(program))
        if (details === undefined) continue
        found.push({ program, run, ...details })
        onDifference?.({ program, run, ...details })
      }
      onProgress?.(Math.min(begin + batchSize, runs))
    }
  } finally {
    await chromium.close()
  }
  return found
}

/** fast-check shrinks what it has generated itself: it is led to the same program again, by seed and path. */
async function shrink(seed: number, run: number, differs: (program: Program) => Promise<boolean>): Promise<Program> {
  let smallest: Program = fc.sample(programs, { seed, numRuns: run + 1 })[run] ?? []
  const property = fc.asyncProperty(programs, async (program) => {
    const fails = await differs(program)
    if (fails) smallest = program
    return !fails
  })
  await fc.check(property, { seed, path: String(run), numRuns: 1, interruptAfterTimeLimit: shrinkingMs })
  return smallest
}
