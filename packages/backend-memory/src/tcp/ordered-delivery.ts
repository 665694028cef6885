/**
 * The delivery of one direction of a TCP connection, without loss and in order (RFC 9293, 1). Each segment takes the path's
 * latency of its moment. It waits while the path is cut, as if it were retransmitted.
 */
import type { Cancel } from '@chrome-socket/api/backend'
import type { Path } from '../network/path.ts'

interface Segment {
  /** The time of its arrival, by the path's clock. */
  readonly at: number
  readonly arrive: () => void
}

export class OrderedDelivery {
  readonly #path: Path
  #underWay: Segment[] = []
  /** Cancels the wait for the time of the first segment, or for the end of a cut. */
  #stopWaiting: Cancel | undefined

  constructor(path: Path) {
    this.#path = path
  }

  /** Runs `arrive` at the other end. It runs within this call if there is no latency and no earlier segment. */
  send(arrive: () => void): void {
    const latency = this.#path.latency()
    const ahead = this.#underWay.at(-1)
    if (ahead === undefined && latency === 0 && !this.#path.isCut()) {
      arrive()
      return
    }
    this.#underWay.push({ at: Math.max(ahead?.at ?? 0, this.#path.clock.now() + latency), arrive })
    if (ahead === undefined) this.#deliver()
  }

  /** Drops the segments that have not arrived. */
  drop(): void {
    this.#underWay = []
    this.#stopWaiting?.()
    this.#stopWaiting = undefined
  }

  readonly #deliver = (): void => {
    this.#stopWaiting = undefined
    for (let first = this.#underWay[0]; first !== undefined; first = this.#underWay[0]) {
      const wait = first.at - this.#path.clock.now()
      if (this.#path.isCut()) this.#stopWaiting = this.#path.whenHealed(this.#deliver)
      else if (wait > 0) this.#stopWaiting = this.#path.clock.after(wait, this.#deliver)
      if (this.#stopWaiting !== undefined) return
      this.#underWay.shift()
      first.arrive()
    }
  }
}
