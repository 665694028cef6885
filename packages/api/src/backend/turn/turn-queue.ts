/**
 * The queue of turns: each runs after the script or callback under way, and after every microtask it queued, as between two
 * tasks of a browser (HTML Standard, event loop processing model, "perform a microtask checkpoint").
 *
 * A macrotask for each would cost 0.6 µs or more. So turns follow each other within a macrotask, 0.03 µs apart where the
 * runtime can end a turn from within.
 */
import { Queue } from '../queue.ts'
import { afterMicrotasksScheduler, runMicrotasks, scheduleMacrotask, throwToHost } from './runtime.ts'

/** The number of turns in a row before timers and I/O get theirs. Half of it makes each of many small writes 8 % dearer. */
const turnsPerMacrotask = 64

/** A task that waits for a turn of its own. Implement it on an object that is there anyway, and a turn allocates nothing. */
export interface Turn {
  /** For the queue that it waits in. */
  next: Turn | undefined
  /** Is called once, in a turn of its own. */
  run(): typeof sameTurn | void
}

/** Returned by a `run` that has run nothing of an app's and left no microtask: the next turn then needs no end of this one. */
export const sameTurn: unique symbol = Symbol.for('@chrome-socket/api/same-turn')

/** Every turn passes through `take` and `run`, and nothing else runs one. */
const waiting = new Queue<Turn>()
/** The runtime has been asked to run the turns that wait. */
let isScheduled = false
/** An event or a turn is under way, and the turns that wait follow it. */
let isUnderWay = false
let turnsInRow = 0

/** Queues `turn`, which waits in no other queue. */
export function takeTurn(turn: Turn): void {
  waiting.push(turn)
  if (!isUnderWay && !isScheduled) schedule()
}

/**
 * `handle` as the handler of an event. Turns that wait follow the event at once where the runtime can end a turn from within,
 * which saves the promise and the tick of a schedule: 0.2 µs in Node and 0.1 µs in Bun. So however many events come between
 * two macrotasks, they leave no turns behind.
 */
export function asEvent<This, Parameters extends unknown[], Result>(
  handle: (this: This, ...parameters: Parameters) => Result,
): (this: This, ...parameters: Parameters) => Result {
  return function (...parameters) {
    if (isUnderWay) return handle.apply(this, parameters)
    isUnderWay = true
    turnsInRow = 0
    try {
      return handle.apply(this, parameters)
    } finally {
      if (!waiting.isEmpty && runMicrotasks()) run()
      else endRow()
    }
  }
}

/** Ends the turn under way, unless others wait or the runtime cannot: then it returns false. */
export function endTurn(): boolean {
  return waiting.isEmpty && runMicrotasks() && waiting.isEmpty
}

function schedule(): void {
  isScheduled = true
  if (scheduleAfterMicrotasks !== undefined && turnsInRow < turnsPerMacrotask) {
    turnsInRow += 1
    scheduleAfterMicrotasks()
  } else {
    scheduleMacrotask(runInMacrotask)
  }
}

const scheduleAfterMicrotasks = afterMicrotasksScheduler(runScheduled)

function runInMacrotask(): void {
  turnsInRow = 0
  runScheduled()
}

function runScheduled(): void {
  isScheduled = false
  run()
}

function run(): void {
  isUnderWay = true
  do {
    try {
      while (waiting.shift()?.run() === sameTurn);
    } catch (error) {
      throwToHost(error)
    }
    if (waiting.isEmpty) break
    turnsInRow += 1
  } while (turnsInRow < turnsPerMacrotask && runMicrotasks())
  endRow()
}

function endRow(): void {
  isUnderWay = false
  if (!waiting.isEmpty && !isScheduled) schedule()
}
