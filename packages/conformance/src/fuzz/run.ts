/** Plays random programs in Chromium and on a subject, many at a time, and shrinks each program that differs. */
import fc from 'fast-check'
import { explainMismatch } from '../compare.ts'
import { ChromiumPlayer } from '../oracle/play-in-chromium.ts'
import type { ScenarioPeers } from '../peers/start-peers.ts'
import type { Scenario, Trace } from '../scenario.ts'
import { playOn } from '../subject.ts'
import type { Pace, Setup } from '../subject.ts'
import { programs } from './generator.ts'
import type { LeftOut, Program, ProgramInput } from './program.ts'
import { randomProgram } from './random-program.ts'

/** The number of programs, the seed, and the parts that they run on. */
export interface FuzzOptions {
  /** The number of programs. */
  readonly runs: number
  /** The seed. The same seed gives the same programs. */
  readonly seed: number
  /** The servers that the programs talk to. */
  readonly peers: ScenarioPeers
  /** The calls that the programs leave out, on the subject and in Chromium. */
  readonly leavesOut?: readonly LeftOut[]
  /** Called with the number of programs that have been played. */
  readonly onProgress?: (played: number) => void
  /** Called with each difference when it is found. */
  readonly onDifference?: (found: FuzzDifference) => void
}

interface Details {
  readonly explanation: string
  readonly chromium: Trace
  readonly here: Trace
}

/** A program that Chromium and the subject play differently, shrunk as far as possible. */
export interface FuzzDifference extends Details {
  /** The calls, one after another. */
  readonly program: Program
  /** The number of the program among the seed's programs. */
  readonly run: number
}

/** The outcome of a run of random programs. */
export interface FuzzResult {
  /** The differences that were found. */
  readonly differences: readonly FuzzDifference[]
  /** The programs that crash Chromium even when played alone. They cannot be compared. */
  readonly crashes: readonly Pick<FuzzDifference, 'program' | 'run'>[]
}

interface Round {
  /** The number of programs that are played side by side. */
  readonly sideBySide: number
  /** The paces of the trials. A program differs if it differs in all of them. */
  readonly trials: readonly Pace[]
}

const quickly: Pace = { quietMs: 30, patienceMs: 250 }
const patiently: Pace = { quietMs: 80, patienceMs: 400 }
/**
 * Plays the programs in rounds. A program that differs in one round is played in the next; so is a program that ran
 * when Chromium crashed.
 */
const rounds: readonly Round[] = [
  { sideBySide: 40, trials: [quickly, quickly] },
  { sideBySide: 6, trials: [patiently, patiently] },
]
const alone: readonly Pace[] = [patiently, patiently, patiently, patiently]
/** The time limit for all differences together. */
const shrinkingMs = 60_000

function scenarioOf(input: ProgramInput): Scenario {
  return { ...randomProgram, parameter: JSON.stringify(input) }
}

/**
 * Plays random programs in Chromium and on an implementation. Each difference is as small as it could be made within a minute.
 * @param setup makes the implementation, once for each program
 * @param options the number of programs, the seed, and the functions to call
 * @throws Error, as a rejection: there is no Chromium.
 * @example
 * import { createChrome } from '@chrome-socket/api'
 * import { nodeBackend } from '@chrome-socket/backend-node'
 * import { fuzz, startPeers } from '@chrome-socket/conformance'
 *
 * const setup = () => ({ chrome: createChrome({ backend: nodeBackend() }) })
 * const { differences } = await fuzz(setup, { runs: 100, seed: 7, peers: await startPeers() })
 * console.log(differences.map(({ explanation }) => explanation))
 */
export async function fuzz(
  setup: Setup,
  { runs, seed, peers, leavesOut = [], onProgress, onDifference }: FuzzOptions,
): Promise<FuzzResult> {
  const chromium = new ChromiumPlayer(peers)
  const all = fc.sample(programs, { numRuns: runs, seed })
  const crashes: Pick<FuzzDifference, 'program' | 'run'>[] = []

  /** Returns undefined if a trial gives a trace that Chromium has given in this trial or an earlier trial. */
  const difference = async (
    program: Program,
    paces: readonly Pace[],
    onCrash: () => unknown = () => {},
  ): Promise<Details | undefined> => {
    const scenario = scenarioOf({ program, leavesOut })
    const theirs: Trace[] = []
    let last: Details | undefined
    for (const pace of paces) {
      const [trace, here = []] = await Promise.all([
        chromium.play(scenario, pace).catch(() => undefined),
        playOn(setup, scenario, peers, pace),
      ])
      if (trace === undefined) {
        onCrash()
        return undefined
      }
      theirs.push(trace)
      const explanation = explainMismatch(here, theirs)
      if (explanation === undefined) return undefined
      last = { explanation, chromium: trace, here }
    }
    return last
  }

  const differences: FuzzDifference[] = []
  try {
    let suspects: readonly number[] = [...all.keys()]
    let played = 0
    for (const { sideBySide, trials } of rounds) {
      const waiting = suspects.values()
      const next: number[] = []
      const worker = async (): Promise<void> => {
        for (const run of waiting) {
          let crashed = false
          const details = await difference(all[run] ?? [], trials, () => (crashed = true))
          if (crashed || details !== undefined) next.push(run)
          played += 1
          onProgress?.(played)
        }
      }
      await Promise.all(Array.from({ length: sideBySide }, worker))
      suspects = next.sort((a, b) => a - b)
    }
    const end = Date.now() + shrinkingMs
    for (const run of suspects) {
      const suspected = all[run] ?? []
      const crash = (): unknown => crashes.push({ program: suspected, run })
      if ((await difference(suspected, alone, crash)) === undefined) continue
      const smaller = await shrink(seed, run, end - Date.now(), async (candidate) => {
        return (await difference(candidate, [quickly, quickly])) !== undefined
      })
      for (const program of [smaller, suspected]) {
        const details = await difference(program, alone)
        if (details === undefined) continue
        const found = { program, run, ...details }
        differences.push(found)
        onDifference?.(found)
        break
      }
    }
  } finally {
    await chromium.close()
  }
  return { differences, crashes }
}

/** fast-check shrinks only programs of its own run. Seed and path lead it to the same program again. */
async function shrink(
  seed: number,
  run: number,
  timeMs: number,
  differs: (program: Program) => Promise<boolean>,
): Promise<Program> {
  let smallest: Program = fc.sample(programs, { seed, numRuns: run + 1 })[run] ?? []
  if (timeMs <= 0) return smallest
  const property = fc.asyncProperty(programs, async (program) => {
    const fails = await differs(program)
    if (fails) smallest = program
    return !fails
  })
  await fc.check(property, { seed, path: String(run), numRuns: 1, interruptAfterTimeLimit: timeMs })
  return smallest
}
