/**
 * The method of measuring. For each row, every variant gets a fresh process in each round. All processes are alive at once,
 * warm up, and take turns in random order, in short slices. A ratio compares two slices of one turn, so that a temporary
 * slowdown of the machine affects both.
 */
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { Child } from './child.ts'
import { onCore } from './cores.ts'
import { Group } from './group.ts'
import type { Plan, Slice, Subject } from './group.ts'
import type { Row } from './rows.ts'
import type { Runtime } from './runtimes.ts'
import { shuffled } from './statistics.ts'
import type { Variant } from './variants.ts'

export interface Measurement extends Slice {
  readonly row: string
  readonly round: number
}

const here = fileURLToPath(new URL('.', import.meta.url))

/** The number of rounds of a row with thousands of connections. Such a row takes long, and its processes differ little. */
const enoughRoundsOfMany = 3

export class Measuring {
  readonly #plan: Plan
  /**
   * The processes that serve all rounds: one Chromium. It takes as long to start as a row to measure, and its goals are far
   * larger than the difference between two processes.
   */
  readonly #lasting = new Map<Variant, Subject>()

  constructor(plan: Plan) {
    this.#plan = plan
  }

  async measure(row: Row): Promise<Measurement[]> {
    const { onProgress } = this.#plan
    const results: Measurement[] = []
    const variants = this.#plan.variants.filter(({ suits }) => suits(row))
    const rounds = Math.min(this.#plan.rounds, row.oneAtATime ? enoughRoundsOfMany : Infinity)
    for (let round = 0; round < rounds; round += 1) {
      onProgress(`${row.title}: round ${round + 1} of ${rounds}`)
      const groups = row.oneAtATime ? shuffled(variants).map((variant) => [variant]) : [variants]
      for (const group of groups) results.push(...(await this.#measureGroup(row, round, group)))
    }
    onProgress('')
    return results
  }

  async end(): Promise<void> {
    await Promise.all([...this.#lasting.values()].map(({ child }) => child.end()))
  }

  async #measureGroup(row: Row, round: number, variants: readonly Variant[]): Promise<Measurement[]> {
    const started = await Promise.all(shuffled(variants).map((variant) => this.#start(variant)))
    const subjects = started.filter((subject) => subject !== undefined)
    try {
      const group = new Group(this.#plan, row, subjects)
      await group.open()
      const measured = row.unit === 'bytesEach' ? await group.weigh() : await group.takeTurns()
      await group.close()
      return measured.map((each) => ({ row: row.name, round, ...each }))
    } finally {
      const passing = subjects.filter(({ variant }) => !this.#lasting.has(variant))
      await Promise.all(passing.map(({ child }) => child.end()))
    }
  }

  async #start(variant: Variant): Promise<Subject | undefined> {
    const lasting = this.#lasting.get(variant)
    if (lasting !== undefined) return lasting
    const { cores, peers, onProgress } = this.#plan
    const isChromium = variant.runtime.kind === 'chromium'
    // Chromium has many processes, so it gets all cores.
    const child = new Child(
      onCore(isChromium ? undefined : cores?.variants, [...commandOf(variant), peers.identityFile]),
    )
    const answer = await child.answer()
    if ('failed' in answer) {
      onProgress(`${variant.name} did not start: ${answer.failed}\n`)
      return undefined
    }
    const subject = { variant, child }
    if (isChromium) this.#lasting.set(variant, subject)
    return subject
  }
}

function commandOf({ runtime, module, checkout }: Variant): string[] {
  const program = checkout === undefined ? join(here, 'subject.js') : join(checkout, 'bench/dist/subject.js')
  return [runtime.path, ...runtimeOptions[runtime.kind], ...(runtime.kind === 'c' ? [] : [program, module])]
}

/** The options of the runtimes. They expose the garbage collection that runs before memory is measured. */
const runtimeOptions: Readonly<Record<Runtime['kind'], readonly string[]>> = {
  node: ['--expose-gc'],
  bun: [],
  deno: ['run', '--quiet', '--allow-all', '--v8-flags=--expose-gc'],
  // A Node drives Chromium.
  chromium: ['--expose-gc'],
  c: [],
}
