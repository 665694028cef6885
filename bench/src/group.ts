/** A group of processes that are alive at once. They take turns, or their memory is measured. */
import type { Child } from './child.ts'
import type { Cores } from './cores.ts'
import type { Request, Sample } from './messages.ts'
import { OtherLoad } from './other-load.ts'
import type { Peers } from './peers.ts'
import type { Row } from './rows.ts'
import { shuffled } from './statistics.ts'
import type { Target } from './task.ts'
import type { Variant } from './variants.ts'

export interface Plan {
  readonly variants: readonly Variant[]
  readonly rounds: number
  /** The number of slices of each variant in a round. */
  readonly turns: number
  readonly sliceMilliseconds: number
  /** The time before the slices, which does not count. A runtime needs it to compile the code that runs often. */
  readonly warmUpMilliseconds: number
  readonly cores: Cores | undefined
  readonly peers: Peers
  /** Redraws the line of progress. A text that ends in a line feed stays. */
  readonly onProgress: (text: string) => void
}

/** The process of a variant. */
export interface Subject {
  readonly variant: Variant
  readonly child: Child
}

/** A slice of a variant. */
export interface Slice {
  readonly variant: string
  readonly turn: number
  readonly sample: Sample
  /** Whether other programs used too much of the machine. The rate is then not reliable, but the CPU is. */
  readonly disturbed: boolean
}

/** The services for clients that speak only old versions of TLS, by the names of the normal services. */
const oldTlsServices: Readonly<Record<string, string>> = {
  tlsSource: 'oldTlsSource',
  tlsSink: 'oldTlsSink',
  tlsNoResumption: 'oldTlsSink',
}

/**
 * The share of a core above which other programs spoil a turn. The turn is then repeated, but a round has at most as many
 * repetitions as turns.
 */
const disturbing = 0.1

/**
 * The number of batches of `count` connections before memory is measured, and then while it is measured. The first batches
 * use up the free memory of the heaps. Without them the first 2,500 connections seem to take two to three times as much as
 * later ones.
 */
const batchesToWarmUp = 10
const batchesToWeigh = 16

/** A group of processes for a row. A process that fails is reported once and then gets no more requests. */
export class Group {
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
    for (const subject of this.#subjects) {
      await this.#ask(subject, { ask: 'open', target: this.#targetOf(subject.variant) })
    }
  }

  #targetOf({ runtime }: Variant): Target {
    const { cores, service, task, tls, target } = this.#row
    const { peers } = this.#plan
    // Chromium's processes use all cores, and a peer that stays awake would take one of them.
    const ports = peers[runtime.kind === 'chromium' && cores === 'awake' ? 'split' : cores]
    return {
      task,
      host: '127.0.0.1',
      port: ports[service] as number,
      ...target,
      ...(tls && { ca: peers.authority, oldTlsPort: ports[oldTlsServices[service] ?? ''] }),
    }
  }

  async close(): Promise<void> {
    for (const subject of this.#subjects) await this.#ask(subject, { ask: 'close' })
  }

  async takeTurns(): Promise<Slice[]> {
    const { turns, warmUpMilliseconds, sliceMilliseconds } = this.#plan
    const results: Slice[] = []
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

  /**
   * Measures the memory of a connection. A garbage collection after each batch keeps the heaps from growing with the garbage
   * of opening connections, because a runtime does not give this memory back.
   */
  async weigh(): Promise<Slice[]> {
    const results: Slice[] = []
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
    this.#plan.onProgress(`${subject.variant.name}, ${this.#row.title}: ${answer.failed}\n`)
    return undefined
  }
}
