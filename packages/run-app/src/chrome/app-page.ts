/**
 * A page as `chrome.*` sees it. It holds the realm of the answers and events, sets `chrome.runtime.lastError`, and calls the
 * functions that wait for it to close.
 */
import type { Page } from '../page/page.ts'
import type { Realm } from '../realm/realm.ts'

type Callback = (...args: unknown[]) => unknown

export class AppPage {
  readonly page: Page
  readonly realm: Realm
  readonly isBackground: boolean
  readonly onError: (context: string, error: unknown) => void
  isClosed = false
  /** The `chrome.runtime` of this page. `installChrome` sets it. */
  runtime: object = {}
  readonly #closed: (() => void)[] = []

  constructor(page: Page, isBackground: boolean, onError: (context: string, error: unknown) => void) {
    this.page = page
    this.realm = page.realm
    this.isBackground = isBackground
    this.onError = onError
  }

  whenClosed(then: () => void): void {
    this.#closed.push(then)
  }

  close(): void {
    if (this.isClosed) return
    this.isClosed = true
    for (const then of this.#closed) then()
    try {
      this.page.close()
    } catch (error) {
      // The other pages and the sockets have to close, too.
      this.onError('Uncaught', error)
    }
  }

  /**
   * Calls a function of the app with an answer. `args` are adopted by the realm. `error` is lastError during the call,
   * and is reported if the function does not read it. An exception of the function is reported, and the app goes on.
   */
  answer(callback: Callback, args: readonly unknown[], error?: string): void {
    if (this.isClosed) return
    if (error === undefined) return this.#call(callback, args)
    let isRead = false
    const lastError = this.realm.adopt({ message: error })
    const get = (): unknown => {
      isRead = true
      return lastError
    }
    Reflect.defineProperty(this.runtime, 'lastError', { get, configurable: true, enumerable: true })
    this.#call(callback, args)
    Reflect.deleteProperty(this.runtime, 'lastError')
    if (!isRead) this.onError('Unchecked runtime.lastError:', error)
  }

  /** Does the same for one value without an error. Every successful read comes this way. */
  answerOne(callback: Callback, value: unknown): void {
    if (this.isClosed) return
    try {
      callback(this.realm.adopt(value))
    } catch (error) {
      this.onError('Error handling response:', error)
    }
  }

  #call(callback: Callback, args: readonly unknown[]): void {
    try {
      callback(...args.map((each) => this.realm.adopt(each)))
    } catch (error) {
      this.onError('Error handling response:', error)
    }
  }
}
