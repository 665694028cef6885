/**
 * chrome.runtime.lastError: there for one callback and the microtasks it queues, and reported when nobody looked at it.
 * Source: Chromium extensions/renderer/bindings/api_last_error.cc
 */
import { console } from '../backend/globals.ts'

const { defineProperty } = Object
const { defineProperty: tryToDefineProperty, deleteProperty: tryToDeleteProperty } = Reflect

/** `chrome.runtime`, as far as this API has a part in it. `lastError` is absent except during a callback that failed. */
export interface Runtime {
  /** To be read in the callback; an error that nobody reads is reported on the console. */
  readonly lastError?: { readonly message: string }
  /** A string, as in every Chrome App. */
  readonly id?: string
}

export class LastError {
  readonly #runtime: { lastError?: unknown }
  #message: string | undefined
  #accessed = false
  /** What a script has assigned: it is what scripts then find during callbacks that fail, until they delete it. */
  #suppliedByScript: unknown

  constructor(runtime: Runtime) {
    this.#runtime = runtime
  }

  /** Where an app has frozen its `chrome.runtime`, the error is only reported. */
  set(message: string): void {
    if ('lastError' in this.#runtime) this.#suppliedByScript = this.#runtime.lastError
    const lastError = defineProperty({}, 'message', { configurable: true, enumerable: true, get: () => message })
    this.#message = message
    this.#accessed = false
    tryToDefineProperty(this.#runtime, 'lastError', {
      configurable: true,
      enumerable: true,
      get: () => {
        if (this.#suppliedByScript !== undefined) return this.#suppliedByScript
        this.#accessed = true
        return lastError
      },
      set: (value: unknown) => {
        this.#suppliedByScript = value
      },
    })
  }

  /** Takes it away, if it is there, and reports it if it was not read. */
  clear(): void {
    if (this.#message === undefined) return
    if (!('lastError' in this.#runtime)) this.#suppliedByScript = undefined
    tryToDeleteProperty(this.#runtime, 'lastError')
    if (!this.#accessed) console.error(`Unchecked runtime.lastError: ${this.#message}`)
    this.#message = undefined
  }
}
