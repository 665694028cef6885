/**
 * How each runtime ends a turn: runs every microtask that is queued.
 *
 * | runtime | from within an event or a turn | from anywhere, a little later |
 * |---|---|---|
 * | Node | `process._tickCallback`, not from within a microtask | `process.nextTick` from within a microtask |
 * | Bun | `drainMicrotasks` of `bun:jsc`, even from within a microtask | the same |
 * | others with `process.nextTick` (Deno) | no | `process.nextTick` from within a microtask |
 * | browsers, workers | no | a macrotask |
 *
 * Node ends a turn by `_tickCallback` itself between two timers that are due at once (lib/internal/process/task_queues.js,
 * `runNextTicks`). For ticks see https://nodejs.org/docs/latest-v20.x/api/process.html, "When to use queueMicrotask() vs.
 * process.nextTick()", for Bun https://bun.com/reference/bun/jsc/drainMicrotasks.
 */
import { MessageChannel, process, Promise, queueMicrotask, setImmediate, setTimeout } from '../globals.ts'

const settled: Promise<void> = Promise.resolve()
const nextTick = process?.nextTick
const drainMicrotasks = process?.getBuiltinModule?.('bun:jsc')?.drainMicrotasks

/**
 * Makes the function that runs `task` when no microtask is left. Returns undefined if the runtime has nothing faster
 * than a macrotask.
 */
export function afterMicrotasksScheduler(task: () => void): (() => void) | undefined {
  if (nextTick === undefined) return undefined
  // A tick that is queued from a microtask runs only once no microtask is left. It costs a third of a macrotask of 0.6 µs.
  const tick = (): void => nextTick(task)
  const drain = (): void => {
    drainMicrotasks?.()
    task()
  }
  const onMicrotask = drainMicrotasks === undefined ? tick : drain
  return () => void settled.then(onMicrotask)
}

/** Runs `task` in a macrotask, after timers and I/O that are due. */
export const scheduleMacrotask: (task: () => void) => void = macrotaskScheduler()

function macrotaskScheduler(): (task: () => void) => void {
  if (setImmediate !== undefined) return setImmediate
  if (MessageChannel !== undefined) {
    const { port1, port2 } = new MessageChannel()
    return (task) => {
      port1.onmessage = task
      port2.postMessage(null)
    }
  }
  return (task) => setTimeout(task, 0)
}

/** Undefined once `check` has found that it does not run every microtask. */
let runQueuedMicrotasks = drainMicrotasks ?? silentTickCallback()

/**
 * Returns Node's `_tickCallback` without its deprecation. With `--pending-deprecation` Node wraps it in a function that
 * warns, and with `--throw-deprecation` the warning ends the process (DEP0134). The prototype of such a wrapper is the
 * wrapped function (`util.deprecate`).
 */
function silentTickCallback(): (() => void) | undefined {
  const tickCallback = process?._tickCallback
  const warns = tickCallback !== undefined && Object.getPrototypeOf(tickCallback) !== Function.prototype
  return warns ? undefined : tickCallback
}
let isChecked = false

/**
 * Runs every microtask and tick that is queued. Returns false if the runtime cannot. Do not call it from a microtask.
 */
export function runMicrotasks(): boolean {
  if (!isChecked) check()
  if (runQueuedMicrotasks === undefined) return false
  try {
    runQueuedMicrotasks()
  } catch (error) {
    throwToHost(error)
  }
  return true
}

/** Checks that one call reaches a microtask that a tick queues, where a microtask of a microtask queues the tick. */
function check(): void {
  let isReached = false
  const reach = (): void => {
    isReached = true
  }
  const tick = (): void => {
    void settled.then(reach)
  }
  const queueTick = (): void => nextTick?.(tick)
  void settled.then(() => settled.then(queueTick))
  runQueuedMicrotasks?.()
  if (!isReached) runQueuedMicrotasks = undefined
  isChecked = true
}

/**
 * Passes an error to the runtime's handler of uncaught errors, without unwinding the caller.
 * @param error anything that can be thrown
 * @errors Cannot fail.
 * @example
 * import { throwToHost } from '@chrome-socket/api/backend'
 *
 * export function call(listener: () => void): void {
 *   try {
 *     listener()
 *   } catch (error) {
 *     throwToHost(error)
 *   }
 * }
 */
export function throwToHost(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
