/**
 * Events. An event is a channel for all pages of an app, and an object with addListener and the like in each page.
 * Source: Chromium extensions/renderer/bindings/{event_emitter,api_event_listeners}.cc; measured on Chromium 156.
 */
import type { AppPage } from './app-page.ts'

type Listener = (...args: unknown[]) => unknown

/** One event of an app. */
export class EventChannel {
  readonly #listeners: Map<AppPage, Set<Listener>> = new Map()
  /** Called when the first listener is added, and when the last is removed. It serves an event with its own source. */
  readonly #onUse: (isUsed: boolean) => void

  constructor(onUse: (isUsed: boolean) => void = () => {}) {
    this.#onUse = onUse
  }

  get isUsed(): boolean {
    return [...this.#listeners.values()].some((listeners) => listeners.size > 0)
  }

  /** The pages that have a listener. */
  get pages(): readonly AppPage[] {
    return [...this.#listeners].filter(([, listeners]) => listeners.size > 0).map(([page]) => page)
  }

  /** Raises the event in every page, each with its own `args()`. Returns the results of the listeners. */
  dispatch(args: () => unknown[]): unknown[] {
    return this.pages.flatMap((page) => this.dispatchIn(page, args()))
  }

  /** Raises the event in one page. A listener that throws stops no other listener. */
  dispatchIn(page: AppPage, args: unknown[]): unknown[] {
    const listeners = this.#listeners.get(page) ?? new Set()
    const adopted = args.map((each) => page.realm.adopt(each))
    const answers: unknown[] = []
    // A listener that is removed before its turn is not called; neither is a listener that is added meanwhile.
    for (const listener of Array.from(listeners)) {
      if (!listeners.has(listener)) continue
      try {
        answers.push(listener(...adopted))
      } catch (error) {
        page.onError('Error in event handler:', error)
        answers.push({ thrown: error })
      }
    }
    return answers
  }

  /** Makes the event's object for the scripts of a page. */
  objectFor(page: AppPage): object {
    const listeners = new Set<Listener>()
    this.#listeners.set(page, listeners)
    const update = (change: () => void): void => {
      const wasUsed = this.isUsed
      change()
      if (this.isUsed !== wasUsed) this.#onUse(!wasUsed)
    }
    page.whenClosed(() => update(() => this.#listeners.delete(page)))
    const methods: Readonly<Record<string, (listener?: unknown) => unknown>> = {
      addListener(listener) {
        if (typeof listener === 'function') update(() => listeners.add(listener as Listener))
      },
      removeListener(listener) {
        update(() => listeners.delete(listener as Listener))
      },
      hasListener(listener) {
        if (typeof listener !== 'function') throw new TypeError('Error in invocation of hasListener')
        return listeners.has(listener as Listener)
      },
      hasListeners: () => listeners.size > 0,
    }
    return Object.fromEntries(
      Object.entries(methods).map(([name, method]) => [name, page.realm.exposeFunction(name, method)]),
    )
  }
}
