/**
 * Delivery of one direction of a TCP connection: nothing is lost, and nothing overtakes (RFC 9293, 1). Each segment takes the
 * path's latency of its moment. While the path is cut it waits, as retransmission would have it.
 */
import type { Cancel } from '@chrome-socket/api/backend'
import type { Path } from '../network/path.ts'

interface Segment {
  /** When it arrives, by the path's clock. */
  readonly at: number
  readonly arrive: () => void
}

export class OrderedDelivery {
  readonly #path: Path
  #underWay: Segment[] = []
  /** Stops waiting for the first segment's time, or for the end of a cut. */
  #stopWaiting: Cancel | undefined

  constructor(path: Path) {
    this.#path = path
  }

  /** Runs `arrive` at the other end: within this call when there is no latency and nothing is ahead. */
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

  /** Forgets the segments that have not arrived. */
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
