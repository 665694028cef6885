/**
 * Turns: running something after the script or callback that is under way, and after every microtask it queued,
 * as a browser does between two tasks (HTML Standard, event loop processing model, "perform a microtask checkpoint").
 *
 * A whole macrotask for each would cost 0.6 µs or more. Where `process.nextTick` exists (Node, Bun, Deno), a tick that
 * is queued from a microtask runs only once no microtask is left, which costs a third of that. See Node's
 * documentation, "process.nextTick(): When to use queueMicrotask() vs. process.nextTick()".
 *
 * Node ends a turn itself between two timers that are due at once, by `runNextTicks` (lib/internal/process/task_queues.js),
 * and offers it as `process._tickCallback`; Bun can be told to by https://bun.com/reference/bun/jsc/drainMicrotasks, even
 * from within a microtask. Where that does what is expected, turns follow each other for 0.03 µs.
 */
import { host } from './globals.ts'
import { Queue } from './queue.ts'

/** So many turns in a row before timers and I/O get theirs. Half of it would make each of many small writes 8 % dearer. */
const turnsPerMacrotask = 64

/** What waits for a turn of its own: an object that is there anyway can be one, and then nothing is made for it. */
export interface Turn {
  /** For the queue that it waits in. */
  next: Turn | undefined
  run(): typeof sameTurn | void
}

/** What `run` may return when it has run nothing of an app's, and left no microtask: what waits next then gets the same turn. */
export const sameTurn: unique symbol = Symbol('same turn')

class Task implements Turn {
  next: Turn | undefined = undefined
  readonly run: () => void

  constructor(task: () => void) {
    this.run = task
  }
}

const waiting = new Queue<Turn>()
/** The runtime has been asked to run what waits. */
let isScheduled = false
/** What waits follows the event or the turn that is under way. */
let isUnderWay = false
let turnsInRow = 0

/**
 * Runs `task` in a turn of its own: not before the code that is running has ended and no microtask is left.
 * Tasks run in the order in which they came, each with the microtasks of the one before it done.
 * What `task` throws goes to the global error handler, and the others still run.
 */
export function afterMicrotasks(task: () => void): void {
  takeTurn(new Task(task))
}

/** The same for a `turn`, which waits for no other meanwhile. */
export function takeTurn(turn: Turn): void {
  waiting.push(turn)
  if (!isUnderWay && !isScheduled) schedule()
}

/**
 * `handle` for an event of the runtime, which alone is to call what this returns. The turns that wait follow it at once,
 * where the runtime can end a turn from within: that spares the promise and the tick that bring about a turn elsewhere, 0.2 µs
 * in Node and 0.1 µs in Bun. And however many events come between two macrotasks, no more turns are left behind than there were.
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

/**
 * Ends the turn that is under way and begins another, where the runtime can do so from within. False, with the turn
 * ended or not, where it cannot, or where other tasks come first: what is left to do then belongs into `afterMicrotasks`.
 * To be called only from what the runtime itself has called for an event, and a bounded number of times.
 */
export function endTurn(): boolean {
  return waiting.isEmpty && runMicrotasks() && waiting.isEmpty
}

function schedule(): void {
  isScheduled = true
  if (nextTick !== undefined && turnsInRow < turnsPerMacrotask) {
    turnsInRow += 1
    void settled.then(tickAfterMicrotasks)
  } else {
    scheduleMacrotask(runInMacrotask)
  }
}

function runInMacrotask(): void {
  turnsInRow = 0
  runScheduled()
}

function runScheduled(): void {
  isScheduled = false
  run()
}

const settled: Promise<void> = Promise.resolve()
const nextTick = host.process?.nextTick

const drainMicrotasks = host.process?.getBuiltinModule?.('bun:jsc')?.drainMicrotasks

function tickAfterMicrotasks(): void {
  if (drainMicrotasks === undefined) {
    nextTick?.(runScheduled)
  } else {
    drainMicrotasks()
    runScheduled()
  }
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

let tickCallback = drainMicrotasks ?? host.process?._tickCallback
let isTickCallbackChecked = false

/** Runs every microtask and tick that is queued, if the runtime can: in Node not from within a microtask, where `run` never is. */
function runMicrotasks(): boolean {
  if (!isTickCallbackChecked) checkTickCallback()
  if (tickCallback === undefined) return false
  try {
    tickCallback()
  } catch (error) {
    throwToHost(error)
  }
  return true
}

/** It must reach a microtask of a tick of a microtask of a microtask. */
function checkTickCallback(): void {
  let reached = false
  const reach = (): void => {
    reached = true
  }
  const tick = (): void => {
    void settled.then(reach)
  }
  const queueTick = (): void => nextTick?.(tick)
  void settled.then(() => settled.then(queueTick))
  tickCallback?.()
  if (!reached) tickCallback = undefined
  isTickCallbackChecked = true
}

/** Hands an error to the runtime's handler of uncaught errors, without unwinding the caller. */
export function throwToHost(error: unknown): void {
  host.queueMicrotask(() => {
    throw error
  })
}

const scheduleMacrotask: (task: () => void) => void = macrotaskScheduler()

function macrotaskScheduler(): (task: () => void) => void {
  if (host.setImmediate !== undefined) return host.setImmediate
  if (host.MessageChannel !== undefined) {
    const { port1, port2 } = new host.MessageChannel()
    return (task) => {
      port1.onmessage = task
      port2.postMessage(null)
    }
  }
  return (task) => host.setTimeout(task, 0)
}
