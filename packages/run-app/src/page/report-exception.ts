/**
 * Reports an exception that no script has caught: to the listeners and handlers of the window's event `error`, then to the
 * console, unless one of them has handled it.
 * Source: https://html.spec.whatwg.org/multipage/webappapis.html#report-an-exception
 */
import type { Realm } from '../realm/realm.ts'
import type { PageHost } from './page.ts'

/** @param script the URL of the script, for an exception that does not name a place */
export type ReportException = (error: unknown, script: string) => void

/** Makes the function for a window that has the class ErrorEvent. Its class is taken before the app can replace it. */
export function exceptionReporter({ global }: Realm, app: PageHost): ReportException {
  const { ErrorEvent: OwnEvent, dispatchEvent } = global as unknown as {
    readonly ErrorEvent: new (type: string, init: object) => { readonly defaultPrevented: boolean }
    readonly dispatchEvent: (event: object) => boolean
  }
  return (error, script) => {
    const message = `Uncaught ${String(error)}`
    const event = new OwnEvent('error', { cancelable: true, message, error, ...placeOf(error, script) })
    dispatchEvent.call(global, event)
    if (!event.defaultPrevented) app.onError('Uncaught', error)
  }
}

/** The first place in the app that the stack of an error names. */
function placeOf(error: unknown, script: string): { filename: string; lineno: number; colno: number } {
  const { stack } = Object(error) as { readonly stack?: unknown }
  const [, filename = script, line, column] = /(chrome-extension:[^\s()]+):(\d+):(\d+)/.exec(String(stack)) ?? []
  return { filename, lineno: Number(line ?? 0), colno: Number(column ?? 0) }
}
