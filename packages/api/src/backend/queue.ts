/**
 * First in, first out. The entries are linked to each other: a queue of them holds no memory while it is empty, and nothing
 * is moved when one is taken from the front, as in an array.
 */

/** An entry is in one queue at a time. */
export class Queue<Entry extends { next: Entry | undefined }> {
  first: Entry | undefined = undefined
  last: Entry | undefined = undefined

  get isEmpty(): boolean {
    return this.first === undefined
  }

  push(entry: Entry): void {
    if (this.last === undefined) this.first = entry
    else this.last.next = entry
    this.last = entry
  }

  shift(): Entry | undefined {
    const entry = this.first
    if (entry === undefined) return undefined
    this.first = entry.next
    if (entry.next === undefined) this.last = undefined
    entry.next = undefined
    return entry
  }
}
