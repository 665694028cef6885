/**
 * Turns, for backends: how a completion comes in a turn of its own (rule 1 of the contract). A turn begins after the script,
 * callback or turn before it, and after every microtask of that.
 *
 * | a backend has | and calls |
 * |---|---|
 * | a handler of an event of the runtime (data, a connection, a timer) | `asEvent(handler)` once, and gives the result to the runtime |
 * | a result at hand, and an object that can stand for the task | `takeTurn(object)` |
 * | a result at hand, and a function | `afterMicrotasks(function)` |
 * | the same, which may be cancelled | `completeLater(function)` |
 * | a turn of its own in which nothing of an app ran | returns `sameTurn` from `run`, and the next turn follows for less |
 * | an event with several results, one after the other | `endTurn()` between two; when that is false, `afterMicrotasks` for the rest |
 * | entries to be sent together, with one call of the system | an `Outbox` |
 * | an error that no completion can carry | `throwToHost(error)` |
 *
 * Turns run in the order in which they were asked for. Timers and I/O have their share, however many turns ask for others.
 */
import * as ownQueue from './turn-queue.ts'
import type { Turn } from './turn-queue.ts'

export { sameTurn } from './turn-queue.ts'
export type { Turn } from './turn-queue.ts'
export { throwToHost } from './runtime.ts'

type TurnQueue = Pick<typeof ownQueue, 'takeTurn' | 'asEvent' | 'endTurn'>

/**
 * The queue of the copy of this package that was loaded first. All copies in a tree share it, because turns would
 * otherwise overtake each other.
 */
const shared: TurnQueue = ((globalThis as { [key: symbol]: TurnQueue | undefined })[
  Symbol.for('@chrome-socket/api/turns')
] ??= { takeTurn: ownQueue.takeTurn, asEvent: ownQueue.asEvent, endTurn: ownQueue.endTurn })

/**
 * Runs `turn` in a turn of its own. Until then it must be in no other queue.
 * @param turn an object with a `run`
 * @errors Cannot fail. An error that `run` throws goes to the handler of uncaught errors.
 * @example
 * import { takeTurn } from '@chrome-socket/api/backend'
 *
 * takeTurn({ next: undefined, run: () => console.log('in a turn of its own') })
 */
export const takeTurn: TurnQueue['takeTurn'] = shared.takeTurn

/**
 * Makes the handler of an event of the runtime. Only the runtime may call it. The waiting turns follow the event at
 * once if the runtime can end a turn from within.
 * @param handle the handler, which keeps its `this`, its parameters and its result
 * @errors Cannot fail. An error that `handle` throws goes to the runtime, as it does without `asEvent`.
 * @example
 * import type { Socket } from 'node:net'
 * import { asEvent } from '@chrome-socket/api/backend'
 *
 * export function watch(socket: Socket): void {
 *   socket.on('data', asEvent((chunk) => console.log(chunk.byteLength)))
 * }
 */
export const asEvent: TurnQueue['asEvent'] = shared.asEvent

/**
 * Ends the turn under way and begins another. Returns false if the runtime cannot do so from within, or if other turns
 * wait; schedule the rest of the work with `afterMicrotasks`. Call it only within an event, and a bounded number of
 * times.
 * @errors Cannot fail.
 * @example
 * import { afterMicrotasks, endTurn } from '@chrome-socket/api/backend'
 *
 * export function tellBoth(first: () => void, second: () => void): void {
 *   first()
 *   if (endTurn()) second()
 *   else afterMicrotasks(second)
 * }
 */
export const endTurn: TurnQueue['endTurn'] = shared.endTurn

/**
 * Runs `task` in a turn of its own. Later turns run even if it throws.
 * @param task the function to run
 * @errors Cannot fail. An error that `task` throws goes to the handler of uncaught errors.
 * @example
 * import { afterMicrotasks, NetError, type InterfacesCompletion } from '@chrome-socket/api/backend'
 *
 * export function networkInterfaces(complete: InterfacesCompletion): void {
 *   afterMicrotasks(() => complete(NetError.OK, []))
 * }
 */
export function afterMicrotasks(task: () => void): void {
  takeTurn(new Task(task))
}

class Task implements Turn {
  next: Turn | undefined = undefined
  readonly run: () => void

  constructor(task: () => void) {
    this.run = task
  }
}
