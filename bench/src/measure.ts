/**
 * The method: for each row, round after round, every variant gets a fresh process; all of them are alive at once, warm up,
 * and take turns in short slices, in random order. A ratio is between two slices of one turn, so that what slows the
 * machine down for a while slows both.
 */
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { Child } from './child.ts'
import { onCore } from './cores.ts'
import type { Cores } from './cores.ts'
import type { Request, Sample } from './messages.ts'
import { OtherLoad } from './other-load.ts'
import type { Peer } from './start-peer.ts'
import type { Row } from './rows.ts'
import { shuffled } from './statistics.ts'
import type { Target } from './task.ts'
import type { Variant } from './variants.ts'

export interface Plan {
  readonly variants: readonly Variant[]
  readonly rounds: number
  /** Slices of each variant in a round. */
  readonly turns: number
  readonly sliceMilliseconds: number
  /** Before them, not counted: a runtime takes this long to compile what runs often. */
  readonly warmUpMilliseconds: number
  readonly cores: Cores | undefined
  readonly peers: Readonly<Record<Row['cores'], Peer>>
  /** The certificate authority of the peers, PEM. */
  readonly authority: string
  /** With that and more in it, for processes that need it from the start. */
  readonly identityFile: string
  readonly onProgress: (text: string) => void
}

/** One slice of one variant. */
export interface Measurement {
  readonly row: string
  readonly variant: string
  readonly round: number
  readonly turn: number
  readonly sample: Sample
  /** Other programs were at work on the machine, too much for its time to be trusted; not so its CPU. */
  readonly disturbed: boolean
}

/** A variant's process. */
interface Subject {
  readonly variant: Variant
  readonly child: Child
}

const here = fileURLToPath(new URL('.', import.meta.url))

/** Of what takes thousands of connections: it takes long, and differs little between processes. */
const enoughRoundsOfMany = 3

export class Measuring {
  readonly #plan: Plan
  /** Chromium takes as long to start as a row to measure, and what is asked of it is not a matter of percents: one is enough. */
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
      onProgress(`\r\x1b[K${row.title}: round ${round + 1} of ${rounds}`)
      const groups = row.oneAtATime ? shuffled(variants).map((variant) => [variant]) : [variants]
      for (const group of groups) results.push(...(await this.#measureGroup(row, round, group)))
    }
    onProgress('\r\x1b[K')
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
    const { cores, identityFile, onProgress } = this.#plan
    const isChromium = variant.runtime.kind === 'chromium'
    // Chromium is many processes: it gets all cores.
    const child = new Child(onCore(isChromium ? undefined : cores?.variants, [...commandOf(variant), identityFile]))
    const answer = await child.answer()
    if ('failed' in answer) {
      onProgress(`\n${variant.name} did not start: ${answer.failed}\n`)
      return undefined
    }
    const subject = { variant, child }
    if (isChromium) this.#lasting.set(variant, subject)
    return subject
  }
}

function commandOf({ runtime, module, checkout }: Variant): string[] {
  const program = checkout === undefined ? join(here, 'subject.js') : join(checkout, 'bench/dist/subject.js')
  return [runtime.path, ...(runtime.kind === 'bun' ? [] : ['--expose-gc']), program, module]
}

/** The same services for clients that speak no newer TLS. */
const oldTlsServices: Readonly<Record<string, string>> = {
  tlsSource: 'oldTlsSource',
  tlsSink: 'oldTlsSink',
  tlsNoResumption: 'oldTlsSink',
}

/** So much of a core in other programs spoils a turn: it is repeated, though in a round not more often than there are turns. */
const disturbing = 0.1

/**
 * How often `count` more connections are opened, until what the process had left over is used up, and then to be weighed.
 * Fewer, and the slack of the heaps decides: the first 2,500 seem to take two to three times as much as any later ones.
 */
const batchesToWarmUp = 10
const batchesToWeigh = 16

/** Processes that are alive at once. One that fails is reported, and asked for nothing more. */
class Group {
  readonly #plan: Plan
  readonly #row: Row
  readonly #subjects: readonly Subject[]
  readonly #failed = new Set<Subject>()

  constructor(plan: Plan, row: Row, subjects: readonly Subject[]) {
    this.#plan = plan
    this.#row = row
    this.#subjects = subjects
  }

  async open(): Promise<void> {
    const { cores, service, task, tls, target } = this.#row
    const { ports } = this.#plan.peers[cores]
    const complete: Target = {
      task,
      host: '127.0.0.1',
      port: ports[service] as number,
      ...target,
      ...(tls && { ca: this.#plan.authority, oldTlsPort: ports[oldTlsServices[service] ?? ''] }),
    }
    for (const subject of this.#subjects) await this.#ask(subject, { ask: 'open', target: complete })
  }

  async close(): Promise<void> {
    for (const subject of this.#subjects) await this.#ask(subject, { ask: 'close' })
  }

  async takeTurns(): Promise<Omit<Measurement, 'row' | 'round'>[]> {
    const { turns, warmUpMilliseconds, sliceMilliseconds } = this.#plan
    const results: Omit<Measurement, 'row' | 'round'>[] = []
    await this.#takeTurn(warmUpMilliseconds)
    let repeatable = turns
    for (let turn = 0; turn < turns; turn += 1) {
      let { slices, othersShare } = await this.#takeTurn(sliceMilliseconds)
      for (; othersShare > disturbing && repeatable > 0; repeatable -= 1) {
        ;({ slices, othersShare } = await this.#takeTurn(sliceMilliseconds))
      }
      results.push(...slices.map((slice) => ({ turn, disturbed: othersShare > disturbing, ...slice })))
    }
    return results
  }

  async #takeTurn(
    milliseconds: number,
  ): Promise<{ slices: { variant: string; sample: Sample }[]; othersShare: number }> {
    const load = new OtherLoad()
    const slices: { variant: string; sample: Sample }[] = []
    for (const subject of shuffled(this.#subjects)) {
      const answer = await this.#ask<{ sample: Sample }>(subject, { ask: 'run', milliseconds })
      if (answer !== undefined) slices.push({ variant: subject.variant.name, sample: answer.sample })
    }
    return { slices, othersShare: load.share() }
  }

  /** A collection after each batch keeps what opening them leaves behind from making heaps grow, which are not given back. */
  async weigh(): Promise<Omit<Measurement, 'row' | 'round'>[]> {
    const results: Omit<Measurement, 'row' | 'round'>[] = []
    for (const subject of this.#subjects) {
      const openAndWeigh = async (batches: number): Promise<number> => {
        let bytes = Number.NaN
        for (let batch = 0; batch < batches; batch += 1) {
          await this.#ask(subject, { ask: 'run', milliseconds: 0 })
          bytes = (await this.#ask<{ bytes: number }>(subject, { ask: 'memory' }))?.bytes ?? Number.NaN
        }
        return bytes
      }
      const before = await openAndWeigh(batchesToWarmUp)
      const amount = ((await openAndWeigh(batchesToWeigh)) - before) / (batchesToWeigh * this.#row.target.count)
      if (Number.isNaN(amount)) continue
      results.push({
        variant: subject.variant.name,
        turn: 0,
        sample: { amount, seconds: 0, cpuSeconds: 0 },
        disturbed: false,
      })
    }
    return results
  }

  async #ask<Answer extends object>(subject: Subject, request: Request): Promise<Answer | undefined> {
    if (this.#failed.has(subject)) return undefined
    const answer = await subject.child.ask<Answer>(request)
    if (!('failed' in answer)) return answer
    this.#failed.add(subject)
    this.#plan.onProgress(`\n${subject.variant.name}, ${this.#row.title}: ${answer.failed}\n`)
    return undefined
  }
}
