/**
 * One way between two hosts for what TCP carries: nothing is lost and nothing overtakes. Each thing sent takes the
 * network's latency of the moment; while the hosts are cut off from each other it waits, as retransmission would have it.
 */
import type { Cancel } from '@chrome-socket/api/backend'
import type { Clock } from './clock.ts'

/** What a lane must know of the network between its two hosts. */
export interface Way {
  readonly clock: Clock
  /** In milliseconds, drawn anew for each thing sent. */
  latency(): number
  isCut(): boolean
  /** Where a lane that found the way cut waits for it to be whole again. */
  readonly stalled: Set<Lane>
}

interface Crossing {
  readonly at: number
  readonly arrive: () => void
}

export class Lane {
  readonly #way: Way
  #crossing: Crossing[] = []
  #stopTimer: Cancel | undefined

  constructor(way: Way) {
    this.#way = way
  }

  /** `arrive` runs at the other end: within this call when there is no latency and nothing is ahead. */
  send(arrive: () => void): void {
    const latency = this.#way.latency()
    const ahead = this.#crossing.at(-1)
    if (ahead === undefined && latency === 0 && !this.#way.isCut()) {
      arrive()
      return
    }
    this.#crossing.push({ at: Math.max(ahead?.at ?? 0, this.#way.clock.now() + latency), arrive })
    if (ahead === undefined) this.advance()
  }

  /** Forgets what has not arrived yet. */
  drop(): void {
    this.#crossing = []
    this.#stopTimer?.()
    this.#stopTimer = undefined
    this.#way.stalled.delete(this)
  }

  /** Lets arrive what is due. Called by the timer, and when a cut has healed. */
  advance(): void {
    this.#stopTimer?.()
    this.#stopTimer = undefined
    const { clock, stalled } = this.#way
    for (let first = this.#crossing[0]; first !== undefined; first = this.#crossing[0]) {
      if (this.#way.isCut()) {
        stalled.add(this)
        return
      }
      const wait = first.at - clock.now()
      if (wait > 0) {
        this.#stopTimer = clock.after(wait, () => {
          this.advance()
        })
        return
      }
      this.#crossing.shift()
      first.arrive()
    }
  }
}
