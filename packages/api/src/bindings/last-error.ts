/**
 * chrome.runtime.lastError: there for one callback and the microtasks it queues, and reported when no script has read it.
 * Source: Chromium extensions/renderer/bindings/api_last_error.cc
 */
import { console } from '../backend/globals.ts'

const { assign, create, defineProperty, hasOwn } = Object
const { defineProperty: tryToDefineProperty, deleteProperty: tryToDeleteProperty } = Reflect

/** `chrome.runtime`, as far as this API has a part in it. `lastError` is absent except during a callback that failed. */
export interface Runtime {
  /** Read it in the callback: an error that no script reads is reported on the console. */
  readonly lastError?: { readonly message: string }
  /** A string, as in every Chrome App. */
  readonly id?: string
}

export class LastError {
  readonly #runtime: { lastError?: unknown }
  #message: string | undefined
  /** The value that a callback finds while there is a message. */
  #lastError: object | undefined
  #accessed = false
  /** The app has given its `chrome.runtime` a `lastError`, which stays. */
  #isTaken = false
  /** The value that a script has assigned during a callback. Scripts then find it during callbacks that fail, until they delete it. */
  #suppliedByScript: unknown

  constructor(runtime: Runtime) {
    this.#runtime = runtime
  }

  /** Where an app has frozen its `chrome.runtime`, or given it a `lastError` of its own, the error is only reported. */
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

  /** It may be a getter that throws. */
  #hasOfScript(): boolean {
    try {
      return this.#runtime.lastError !== undefined
    } catch {
      return true
    }
  }

  /** Takes it away, if it is there, and reports it if it was not read. */
  clear(): void {
    if (this.#message === undefined) return
    if (!hasOwn(this.#runtime, 'lastError')) this.#suppliedByScript = undefined
    if (!this.#isTaken) tryToDeleteProperty(this.#runtime, 'lastError')
    if (!this.#accessed) console.error(`Unchecked runtime.lastError: ${this.#message}`)
    this.#message = undefined
    this.#lastError = undefined
  }
}

/** Inherits nothing: an app may have given Object.prototype a `value`, with which no accessor can be defined. */
function accessor(functions: Pick<PropertyDescriptor, 'get' | 'set'>): PropertyDescriptor {
  return assign(create(null) as object, { configurable: true, enumerable: true }, functions)
}
