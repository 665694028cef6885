/**
 * chrome.runtime.lastError. It exists during one callback and the microtasks that it queues, and is reported if no
 * script reads it. Source: Chromium extensions/renderer/bindings/api_last_error.cc
 */
import { console } from '../backend/globals.ts'

const { assign, create, defineProperty, hasOwn } = Object
const { defineProperty: tryToDefineProperty, deleteProperty: tryToDeleteProperty } = Reflect

/**
 * The part of `chrome.runtime` that this API provides. `lastError` exists only during the callback of a failed call.
 */
export interface Runtime {
  /** The error of the call. Read it in the callback; an unread error is reported on the console. */
  readonly lastError?: { readonly message: string }
  /** The id of the app, as in every Chrome App. */
  readonly id?: string
}

export class LastError {
  readonly #runtime: { lastError?: unknown }
  #message: string | undefined
  /** The value that a callback finds while there is a message. */
  #lastError: object | undefined
  #accessed = false
  /** Whether the app has defined a `lastError` of its own, which stays. */
  #isTaken = false
  /**
   * The value that a script assigned during a callback. Scripts then find it during the callbacks of failed calls,
   * until they delete it.
   */
  #suppliedByScript: unknown

  constructor(runtime: Runtime) {
    this.#runtime = runtime
  }

  /**
   * Sets lastError. If the app has frozen its `chrome.runtime`, or has defined its own `lastError`, the error is only
   * reported.
   */
  set(message: string): void {
    this.#isTaken = this.#hasOfScript()
    this.#message = message
    this.#accessed = false
    this.#lastError = defineProperty({}, 'message', accessor({ get: () => message }))
    if (this.#isTaken) return
    const lastError = accessor({
      get: () => {
        if (this.#suppliedByScript !== undefined) return this.#suppliedByScript
        this.#accessed = true
        return this.#lastError
      },
      set: (value: unknown) => {
        this.#suppliedByScript = value
      },
    })
    tryToDefineProperty(this.#runtime, 'lastError', lastError)
  }

  /** Whether the app has defined a `lastError` of its own, which may be a getter that throws. */
  #hasOfScript(): boolean {
    try {
      return this.#runtime.lastError !== undefined
    } catch {
      return true
    }
  }

  /** Removes lastError, and reports it if no script has read it. */
  clear(): void {
    if (this.#message === undefined) return
    if (!hasOwn(this.#runtime, 'lastError')) this.#suppliedByScript = undefined
    if (!this.#isTaken) tryToDeleteProperty(this.#runtime, 'lastError')
    if (!this.#accessed) console.error(`Unchecked runtime.lastError: ${this.#message}`)
    this.#message = undefined
    this.#lastError = undefined
  }
}

/**
 * Makes a property descriptor without a prototype. If an app has set `Object.prototype.value`, an accessor could not be
 * defined otherwise.
 */
function accessor(functions: Pick<PropertyDescriptor, 'get' | 'set'>): PropertyDescriptor {
  return assign(create(null) as object, { configurable: true, enumerable: true }, functions)
}
