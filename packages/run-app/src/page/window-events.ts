/**
 * The events of a window without a document: `load`, `error` and those that the app raises itself. Listeners and
 * handlers such as `onload` hear them. An exception of a listener is reported and stops no other listener.
 */
import type { Realm } from '../realm/realm.ts'
import type { PageHost } from './page.ts'

type Listener = (event: Event) => unknown

export interface WindowEvents {
  /** The functions by the names of the globals. */
  readonly functions: Readonly<Record<string, (...args: never[]) => unknown>>
  /** Raises an event of this type. */
  raise(type: string): void
  /** Raises an event. */
  dispatch(event: Event): void
  /** Raises the event `error`, and reports `error` unless a handler has handled it. */
  report(error: unknown): void
}

export function windowEvents({ global }: Realm, app: PageHost, url: string): WindowEvents {
  const target = new EventTarget()
  // The host's EventTarget would report an exception of a listener to the host.
  const guards = new WeakMap<Listener, Listener>()
  const guarded = (listener: Listener): Listener => {
    const guard =
      guards.get(listener) ??
      ((event) => {
        run(() => listener.call(global, event))
      })
    guards.set(listener, guard)
    return guard
  }
  const run = (call: () => unknown): unknown => {
    try {
      return call()
    } catch (error) {
      return app.onError('Uncaught', error)
    }
  }
  const handler = (type: string): ((...args: unknown[]) => unknown) | undefined => {
    const value = global[`on${type}`]
    return typeof value === 'function' ? (value as (...args: unknown[]) => unknown) : undefined
  }
  const dispatch = (event: Event): void => {
    run(() => handler(event.type)?.call(global, event))
    target.dispatchEvent(event)
  }
  return {
    functions: {
      addEventListener: (type: string, listener: Listener) => target.addEventListener(type, guarded(listener)),
      removeEventListener: (type: string, listener: Listener) => target.removeEventListener(type, guarded(listener)),
      dispatchEvent: (event: Event) => target.dispatchEvent(event),
    },
    raise: (type) => dispatch(new Event(type)),
    dispatch,
    report(error) {
      const message = `Uncaught ${String(error)}`
      const event = Object.assign(new Event('error', { cancelable: true }), { message, error })
      // `onerror` has its own arguments, and returns true if it has handled the error.
      const isHandled = run(() => handler('error')?.call(global, message, url, 0, 0, error)) === true
      target.dispatchEvent(event)
      if (!isHandled && !event.defaultPrevented) app.onError('Uncaught', error)
    },
  }
}
