/**
 * The writes of one stream, in order, each completed in a turn of its own.
 * Source: https://bun.com/docs/runtime/networking/tcp#buffering. Bun does not buffer: every `write` is a system call
 * and may be short. So the first write of a tick goes out at once, those behind it wait for its turn and leave together;
 * after a tick with many, the next one's first waits for the others.
 */
import { afterMicrotasks, NetError } from '@chrome-socket/api'
import type { NetResult } from '@chrome-socket/api'
import type { BunSocket } from './bun-types.ts'

interface Write {
  readonly bytes: Uint8Array
  readonly done: (result: NetResult) => void
}

/** Where small writes are put together: filled and handed to the system within one call, so one does for all streams. */
const gathered: Uint8Array<ArrayBuffer> = new Uint8Array(65_536)

/** From here on a system call of its own costs less than copying. */
const gatherBelow = 16_384

export class WriteQueue {
  readonly #socket: BunSocket
  /** The first `#completed` are over and done with, the first `#sent` are in the system's hands. */
  readonly #writes: Write[] = []
  #completed = 0
  #sent = 0
  /** What the system has taken of the first write that is not wholly sent. */
  #offset = 0
  /** The system's buffer is full; `drained` comes. */
  #blocked = false
  #failure: NetResult = NetError.OK
  /** The last system call was for more than one write. */
  #hadMany = false
  /** Turns asked for and not yet begun: at least one for each write that can be completed. */
  #turns = 0
  readonly #turn: () => void = () => this.#completeNext()

  constructor(socket: BunSocket) {
    this.#socket = socket
  }

  add(bytes: Uint8Array, done: (result: NetResult) => void): void {
    this.#writes.push({ bytes, done })
    const isFirst = this.#turns === 0 && !this.#blocked && this.#failure === NetError.OK
    if (isFirst && !this.#hadMany) this.#send()
    this.#takeTurn()
  }

  /** The system takes bytes again. */
  drained(): void {
    if (!this.#blocked) return
    this.#blocked = false
    while (!this.#blocked && this.#sent < this.#writes.length) this.#send()
    while (this.#turns < this.#sent - this.#completed) this.#takeTurn()
  }

  /** The connection is lost: what is not sent never will be. */
  fail(error: NetResult): void {
    if (this.#failure !== NetError.OK) return
    this.#failure = error
    while (this.#turns < this.#writes.length - this.#completed) this.#takeTurn()
  }

  /** Whatever has not been completed ends with `ERR_CONNECTION_CLOSED`, sent or not. */
  close(): void {
    this.#sent = this.#completed
    this.#failure = NetError.OK
    this.fail(NetError.ERR_CONNECTION_CLOSED)
  }

  #takeTurn(): void {
    this.#turns += 1
    afterMicrotasks(this.#turn)
  }

  #completeNext(): void {
    this.#turns -= 1
    const failed = this.#failure !== NetError.OK
    if (this.#completed === this.#sent && !failed && !this.#blocked) this.#send()
    const isSent = this.#completed < this.#sent
    if (!isSent && !failed) return
    if (this.#completed === this.#writes.length) return
    const { bytes, done } = this.#writes[this.#completed] as Write
    this.#completed += 1
    this.#forgetCompleted()
    done(isSent ? bytes.byteLength : this.#failure)
  }

  #forgetCompleted(): void {
    const completed = this.#completed
    if (completed < this.#writes.length && completed < 1024) return
    if (completed === this.#writes.length) this.#writes.length = 0
    else this.#writes.splice(0, completed)
    this.#sent = Math.max(0, this.#sent - completed)
    this.#completed = 0
  }

  /** One system call: the next write, with the small ones that follow it. */
  #send(): void {
    if (this.#sent === this.#writes.length) return
    this.#hadMany = this.#sent + 1 < this.#writes.length
    let { bytes } = this.#writes[this.#sent] as Write
    let start = this.#offset
    let length = bytes.byteLength - start
    if (length < gatherBelow && this.#hadMany) {
      length = this.#gather()
      bytes = gathered
      start = 0
    }
    const taken = length === 0 ? 0 : Math.max(0, this.#socket.write(bytes, start, length))
    if (taken < length) this.#blocked = true
    this.#advance(taken)
  }

  /** Copies as many whole writes as fit; the first one from its offset on, which fits for sure. */
  #gather(): number {
    const writes = this.#writes
    let length = 0
    for (let index = this.#sent; index < writes.length; index += 1) {
      const { bytes } = writes[index] as Write
      const rest = index === this.#sent && this.#offset > 0 ? bytes.subarray(this.#offset) : bytes
      if (length + rest.byteLength > gathered.byteLength) break
      gathered.set(rest, length)
      length += rest.byteLength
    }
    return length
  }

  #advance(taken: number): void {
    const writes = this.#writes
    let left = taken
    while (this.#sent < writes.length) {
      const { bytes } = writes[this.#sent] as Write
      const rest = bytes.byteLength - this.#offset
      if (left < rest) {
        this.#offset += left
        return
      }
      left -= rest
      this.#offset = 0
      this.#sent += 1
    }
  }
}
