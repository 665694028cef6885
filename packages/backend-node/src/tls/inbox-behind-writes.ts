/**
 * The inbox of a TLS stream. A peer that answers a write can be faster than Node, which tells that an encrypted write is done
 * some phases of its event loop after the system took the last byte, and polls sockets between them. Chromium answers the
 * write first (300 of 300 times; without this inbox 10 to 20 of 400 answers to 100 KB came before).
 * Source: https://nodejs.org/en/learn/asynchronous-work/event-loop-timers-and-nexttick
 */
import type net from 'node:net'
import { setImmediate } from 'node:timers'
import { afterMicrotasks, Inbox } from '@chrome-socket/api/backend'
import type { Completion, NetResult } from '@chrome-socket/api/backend'

/** The phases after the system took the last byte: one for Node's TLS, one for the stream below, one for its turn. */
const phases = 3

interface Held {
  readonly task: () => void
  /** The phase after which it no longer waits for writes. */
  readonly lastPhase: number
}

export class InboxBehindWrites extends Inbox {
  readonly #socket: net.Socket
  #pendingWrites = 0
  /** The chunks and ends that wait, in their order. */
  readonly #held: Held[] = []
  /** The number of those that have not reached the inbox. Later ones must not overtake them. */
  #heldCount = 0
  #phase = 0

  constructor(socket: net.Socket) {
    super()
    this.#socket = socket
  }

  /** Counts a write of the stream until it completes. The result is the completion to use for it. */
  awaitWrite(complete: Completion): Completion {
    this.#pendingWrites += 1
    return (result) => {
      this.#pendingWrites -= 1
      complete(result)
    }
  }

  override receive(chunk: Uint8Array<ArrayBuffer>, length: number): boolean {
    if (this.#heldCount === 0 && this.#pendingWrites === 0) return super.receive(chunk, length)
    this.#hold(() => {
      if (!super.receive(chunk, length)) this.#socket.pause()
    })
    return true
  }

  override finish(result: NetResult): void {
    if (this.#heldCount > 0 || (result === 0 && this.#pendingWrites > 0)) this.#hold(() => super.finish(result))
    else super.finish(result)
  }

  #hold(task: () => void): void {
    this.#heldCount += 1
    if (this.#held.push({ task, lastPhase: this.#phase + phases }) === 1) setImmediate(() => this.#endPhase())
  }

  /** A write that has completed in this phase has asked for its turn before. So its answer comes behind it. */
  #endPhase(): void {
    this.#phase += 1
    for (let first = this.#held[0]; first !== undefined; first = this.#held[0]) {
      if (this.#pendingWrites > 0 && this.#phase < first.lastPhase) return void setImmediate(() => this.#endPhase())
      this.#held.shift()
      const { task } = first
      afterMicrotasks(() => {
        this.#heldCount -= 1
        task()
      })
    }
  }
}
