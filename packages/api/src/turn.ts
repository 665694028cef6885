/**
 * Turns: running something after the script or callback that is under way, and after every microtask it queued,
 * as a browser does between two tasks (HTML Standard, event loop processing model, "perform a microtask checkpoint").
 *
 * A whole macrotask for each would cost 0.6 µs or more. Where `process.nextTick` exists (Node, Bun, Deno), a tick that
 * is queued from a microtask runs only once no microtask is left, which costs a third of that. See Node's
 * documentation, "process.nextTick(): When to use queueMicrotask() vs. process.nextTick()".
 */
import { host } from './host.ts'

/** So many turns in a row before timers and I/O get theirs. */
const turnsPerMacrotask = 32

const waiting: (() => void)[] = []
let next = 0
let scheduled = false
let turnsInRow = 0

/**
 * Runs `task` in a turn of its own: not before the code that is running has ended and no microtask is left.
 * Tasks run in the order in which they came, each with the microtasks of the one before it done.
 * What `task` throws goes to the global error handler, and the others still run.
 */
export function afterMicrotasks(task: () => void): void {
  waiting.push(task)
  if (!scheduled) schedule()
}

function schedule(): void {
  scheduled = true
  if (scheduleTick !== undefined && turnsInRow < turnsPerMacrotask) {
    turnsInRow += 1
    scheduleTick()
  } else {
    turnsInRow = 0
    scheduleMacrotask(run)
  }
}

function run(): void {
  const task = waiting[next]
  next += 1
  if (next === waiting.length) {
    waiting.length = 0
    next = 0
    scheduled = false
  } else {
    if (next === 1024) {
      waiting.splice(0, next)
      next = 0
    }
    schedule()
  }
  try {
    task?.()
  } catch (error) {
    throwToHost(error)
  }
}

/** Hands an error to the runtime's handler of uncaught errors, without unwinding the caller. */
export function throwToHost(error: unknown): void {
  host.queueMicrotask(() => {
    throw error
  })
}

const nextTick = host.process?.nextTick
const scheduleTick: (() => void) | undefined =
  nextTick === undefined
    ? undefined
    : () => {
        host.queueMicrotask(tickAfterMicrotasks)
      }

function tickAfterMicrotasks(): void {
  nextTick?.(run)
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
