/**
 * A page as `chrome.*` sees it: whose realm answers and events are of, which error is `chrome.runtime.lastError` now, and
 * who is told when it closes.
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
  /** `chrome.runtime` of this page. Set when its `chrome` is made. */
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
    this.page.close()
  }

  /**
   * Calls a function of the app with an answer: `args` become the realm's, `error` is lastError during the call, and is reported
   * when nobody reads it. What the function throws is printed, and the app goes on.
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

  /** The same for one value and no error. This is the way of every read. */
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
