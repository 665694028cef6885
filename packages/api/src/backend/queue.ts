/**
 * A queue, first in, first out. The entries are linked to each other, so a queue needs no memory of its own, and
 * removing the first entry does not move the others as in an array.
 */

/**
 * A queue of entries that are linked by their `next`: first in, first out. An entry is in one queue at a time. It may
 * be pushed again after `shift` has returned it.
 * @errors Cannot fail. `shift` returns undefined if the queue is empty.
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
  /** The entry that `shift` would return. */
  first: Entry | undefined = undefined
  /** The entry that was pushed last. */
  last: Entry | undefined = undefined

  /** Whether the queue is empty. */
  get isEmpty(): boolean {
    return this.first === undefined
  }

  /**
   * Appends an entry.
   * @param entry an entry that is in no queue
   * @errors Cannot fail.
   */
  push(entry: Entry): void {
    if (this.last === undefined) this.first = entry
    else this.last.next = entry
    this.last = entry
  }

  /**
   * Removes the first entry and returns it.
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
