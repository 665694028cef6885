/**
 * The timers of a realm. Ids are numbers, as in a page. An exception of a callback is reported and stops nothing else.
 * Source: https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#timers
 */
import { clearImmediate, clearTimeout, setImmediate, setInterval, setTimeout } from 'node:timers'
import type { Realm } from '../realm/realm.ts'

type TimerFunction = (handler: unknown, delay?: unknown, ...args: unknown[]) => number

export interface Timers {
  /** The functions by the names of the globals. */
  readonly functions: Readonly<Record<string, (...args: never[]) => unknown>>
  clearAll(): void
}

export function makeTimers(realm: Realm, onError: (error: unknown) => void): Timers {
  const pending = new Map<number, () => void>()
  let lastId = 0
  const invoke = (handler: unknown, args: readonly unknown[]): void => {
    try {
      if (typeof handler === 'function') (handler as (...args: readonly unknown[]) => unknown)(...args)
      else realm.run(String(handler), 'timer')
    } catch (error) {
      onError(error)
    }
  }
  const start = (isRepeated: boolean): TimerFunction => {
    return (handler, delay = 0, ...args) => {
      const id = (lastId += 1)
      const milliseconds = Math.max(0, Number(delay) || 0)
      const fire = (): void => {
        if (!isRepeated) pending.delete(id)
        invoke(handler, args)
      }
      const timer = isRepeated ? setInterval(fire, milliseconds) : setTimeout(fire, milliseconds)
      pending.set(id, () => clearTimeout(timer))
      return id
    }
  }
  const clear = (id: unknown): void => {
    pending.get(id as number)?.()
    pending.delete(id as number)
  }
  const requestIdleCallback = (handler: unknown): number => {
    const id = (lastId += 1)
    const immediate = setImmediate(() => {
      pending.delete(id)
      invoke(handler, [{ didTimeout: false, timeRemaining: () => 50 }])
    })
    pending.set(id, () => clearImmediate(immediate))
    return id
  }
  return {
    functions: {
      setTimeout: start(false),
      setInterval: start(true),
      clearTimeout: clear,
      clearInterval: clear,
      requestIdleCallback,
      cancelIdleCallback: clear,
    },
    clearAll() {
      for (const stop of pending.values()) stop()
      pending.clear()
    },
  }
}
