/**
 * Reports an exception that no script has caught: to the listeners and handlers of the window's event `error`, then to the
 * console, unless one of them has handled it.
 * Source: https://html.spec.whatwg.org/multipage/webappapis.html#report-an-exception
 */
import type { Realm } from '../realm/realm.ts'
import type { PageHost } from './page.ts'

export type ReportException = (error: unknown) => void

/**
 * Makes the function for a window that has the class ErrorEvent. The class is taken before the app can replace it.
 * @param url the URL of the page, for an exception that does not name a place
 */
export function exceptionReporter({ global }: Realm, app: PageHost, url: string): ReportException {
  const { ErrorEvent: OwnEvent, dispatchEvent } = global as unknown as {
    readonly ErrorEvent: new (type: string, init: object) => { readonly defaultPrevented: boolean }
    readonly dispatchEvent: (event: object) => boolean
  }
  return (error) => {
    const message = `Uncaught ${String(error)}`
    const event = new OwnEvent('error', { cancelable: true, message, error, ...placeOf(error, url) })
    dispatchEvent.call(global, event)
    if (!event.defaultPrevented) app.onError('Uncaught', error)
  }
}

/** The first place in the app that the stack of an error names. */
function placeOf(error: unknown, url: string): { filename: string; lineno: number; colno: number } {
  const { stack } = Object(error) as { readonly stack?: unknown }
  const [, filename = url, line, column] = /(chrome-extension:[^\s()]+):(\d+):(\d+)/.exec(String(stack)) ?? []
  return { filename, lineno: Number(line ?? 0), colno: Number(column ?? 0) }
}
