/**
 * The order of answers: writes complete in the order of the calls, each in a turn of its own.
 * Source: Chromium extensions/browser/api/socket/socket.cc (Socket::Write and OnWriteComplete)
 */
import { Queue } from '../../../backend/queue.ts'
import { takeTurn } from '../../../backend/turn/turns.ts'
import type { Turn } from '../../../backend/turn/turns.ts'
import type { Write } from '../../socket.ts'

/** The order of answers. The object is itself the turn of the next answer, so an answer allocates nothing. */
export class WriteOrder implements Turn {
  next: Turn | undefined = undefined
  /** Writes without a result. */
  #pending = new Queue<Write>()
  /** Writes with a result that have not been answered. */
  readonly #answers = new Queue<Write>()

  get arePending(): boolean {
    return !this.#pending.isEmpty
  }

  push(write: Write): void {
    this.#pending.push(write)
  }

  /** Removes all writes without a result. The caller completes them. */
  takePending(): Queue<Write> {
    const pending = this.#pending
    this.#pending = new Queue<Write>()
    return pending
  }

  /** Marks the first `count` pending writes as sent. Call it in a turn of its own, which becomes the turn of the first answer. */
  completeFirst(count: number): void {
    const isFirst = this.#answers.isEmpty
    for (let left = count; left > 0; left -= 1) {
      const write = this.#pending.shift()
      if (write === undefined) break
      write.result = write.length
      this.#answers.push(write)
    }
    if (isFirst) this.run()
  }

  /** Answers writes that have their results. The first one is answered at once, unless others wait before it. */
  complete(writes: Queue<Write>): void {
    const isFirst = this.#answers.isEmpty
    for (let write = writes.shift(); write !== undefined; write = writes.shift()) this.#answers.push(write)
    if (isFirst) this.run()
  }

  /** Answers the next write. */
  run(): void {
    const write = this.#answers.first
    if (write?.result === undefined) return
    write.completeWrite(write.result)
    this.#answers.shift()
    if (!this.#answers.isEmpty) takeTurn(this)
  }
}
