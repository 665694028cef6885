/**
 * A setup file of every test: an entry is in one queue at a time, which `Queue` itself does not check. The check stands here
 * and not in the package, where every push and every bundle would pay for it.
 */
import { Queue } from '../src/backend/index.ts'

interface Entry {
  next: Entry | undefined
}

const queued = new WeakSet<Entry>()
const { push, shift } = Queue.prototype

Queue.prototype.push = function (entry: Entry): void {
  if (queued.has(entry)) throw new Error('An entry is in one queue at a time, and this one is in a queue already.')
  queued.add(entry)
  push.call(this, entry)
}

Queue.prototype.shift = function (): Entry | undefined {
  const entry = shift.call(this) as Entry | undefined
  if (entry !== undefined) queued.delete(entry)
  return entry
}
