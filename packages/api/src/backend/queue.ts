/**
 * First in, first out. The entries are linked to each other, so a queue holds no memory of its own, and to take one from the
 * front moves no others, as it does in an array.
 */

/**
 * A queue of entries that are linked by their `next`: first in, first out. An entry is in one queue at a time. It may be pushed
 * again once it has been shifted. The tests of this repository check it.
 * @errors Cannot fail. `shift` gives undefined where nothing waits.
 * @example
 * import { Queue } from '@chrome-socket/api/backend'
 *
 * class Entry {
 *   next: Entry | undefined = undefined
 * }
 * const queue = new Queue<Entry>()
 * queue.push(new Entry())
 * console.log(queue.shift(), queue.isEmpty)
 */
export class Queue<Entry extends { next: Entry | undefined }> {
  /** The entry that `shift` would give. */
  first: Entry | undefined = undefined
  /** The entry that was pushed last. */
  last: Entry | undefined = undefined

  /** Whether nothing waits. */
  get isEmpty(): boolean {
    return this.first === undefined
  }

  /**
   * Puts an entry behind all others.
   * @param entry one that is in no queue
   * @errors Cannot fail.
   */
  push(entry: Entry): void {
    if (this.last === undefined) this.first = entry
    else this.last.next = entry
    this.last = entry
  }

  /**
   * Takes the first entry out.
   * @errors Cannot fail. Undefined where nothing waits.
   */
  shift(): Entry | undefined {
    const entry = this.first
    if (entry === undefined) return undefined
    this.first = entry.next
    if (entry.next === undefined) this.last = undefined
    entry.next = undefined
    return entry
  }
}
