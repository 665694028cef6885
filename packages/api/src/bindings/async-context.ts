/**
 * The async context of a call: a callback runs in the AsyncLocalStorage context in which its function was called, as
 * the callbacks of a runtime's own sockets do. Promises keep their context by themselves. Source:
 * https://nodejs.org/api/async_context.html#class-asyncresource
 *
 * It costs 4 % of the CPU of a ping-pong in Node 20 to 24, 3 % in Node 26 and 1 % in Bun. In Deno a call takes 7 µs
 * more, which is more than everything else.
 */
import { process } from '../backend/globals.ts'
import { throwToHost } from '../backend/turn/turns.ts'
import type { Callback } from './answers.ts'

/** The part of `node:async_hooks` that is used here. */
interface AsyncResource {
  runInAsyncScope(run: Callback, self: undefined, ...results: unknown[]): void
}

interface AsyncHooks {
  readonly AsyncResource: new (type: string, options: { requireManualDestroy: boolean }) => AsyncResource
}

const { bun, deno, node } = process?.versions ?? {}

/** Whether callbacks keep their context by default: in runtimes in which that costs 3 % at most. */
export const keepsContextByDefault: boolean =
  bun !== undefined || (deno === undefined && Number.parseInt(node ?? '0', 10) >= 26)

/**
 * Makes the function that binds callbacks to the context of their call. In a runtime without async contexts it does
 * nothing.
 */
export function contextKeeper(isWanted: boolean): (callback: Callback) => Callback {
  const hooks = isWanted ? (process?.getBuiltinModule?.('node:async_hooks') as AsyncHooks | undefined) : undefined
  if (hooks === undefined) return (callback) => callback
  const { AsyncResource } = hooks
  // No tool needs the end of a call, and reporting it would need a finalizer for each.
  const options = { requireManualDestroy: true }
  return (callback) => {
    const resource = new AsyncResource('chrome.socket', options)
    return (...results) => {
      try {
        resource.runInAsyncScope(callback, undefined, ...results)
      } catch (thrown) {
        // The handler of uncaught errors runs in the callback's context, too, as after an error in a timer.
        resource.runInAsyncScope(throwToHost, undefined, thrown)
      }
    }
  }
}
