/**
 * Events: what an app listens to. They know nothing of sockets.
 * Source: Chromium extensions/renderer/bindings/event_emitter.cc and api_event_listeners.cc
 *
 * Listeners run in the order of their registration, all with the same object. A listener that throws stops no other.
 * A listener that is removed or added meanwhile counts from the next event on.
 */
import { TypeError } from '../backend/globals.ts'
import { throwToHost } from '../backend/turn/turns.ts'
import type { Answers } from './answers.ts'

type Listener<Info> = (info: Info) => void

/** An event as an app sees it. */
export interface ChromeEvent<Info> {
  /**
   * Adds a listener. Adding one twice counts once. One that is added during an event hears the next one.
   * @param listener gets the one object that all listeners of an event share
   * @errors Cannot fail: a value that is no function is ignored. An error that a listener throws goes to the handler of uncaught errors.
   * @example
   * chrome.sockets.tcp.onReceive.addListener(({ socketId, data }) => console.log(socketId, data.byteLength))
   */
  addListener(listener: (info: Info) => void): void

  /**
   * Removes a listener. One that is removed during an event, before its turn, is still called for that event.
   * @param listener the function that was added
   * @errors Cannot fail: what was not added is ignored.
   * @example
   * const listener = ({ socketId }: { socketId: number }) => {
   *   console.log(socketId)
   *   chrome.sockets.tcp.onReceive.removeListener(listener)
   * }
   * chrome.sockets.tcp.onReceive.addListener(listener)
   */
  removeListener(listener: (info: Info) => void): void

  /**
   * Says whether a listener has been added.
   * @param listener a function
   * @throws TypeError: it is none.
   * @example
   * console.log(chrome.sockets.udp.onReceive.hasListener(() => {})) // false
   */
  hasListener(listener: (info: Info) => void): boolean

  /**
   * Says whether there is any listener.
   * @errors Cannot fail.
   * @example
   * if (!chrome.sockets.tcpServer.onAccept.hasListeners()) console.warn('connections are lost')
   */
  hasListeners(): boolean
}

/** An event as its namespace sees it. */
export class EventSource<Info> {
  #listeners: readonly Listener<Info>[] = []
  readonly #fullName: string
  readonly #answers: Answers
  /** For the app. */
  readonly event: ChromeEvent<Info> = {
    addListener: (...given: unknown[]) => this.#add(given),
    removeListener: (...given: unknown[]) => this.#remove(given),
    hasListener: (...given: unknown[]) => this.#has(given),
    hasListeners: () => this.#listeners.length > 0,
  }

  /** `fullName` is for messages: `sockets.tcp.onReceive`. */
  constructor(fullName: string, answers: Answers) {
    this.#fullName = fullName
    this.#answers = answers
  }

  /** Calls the listeners with `info`, in a turn of its own, in order with the app's answers. */
  raise(info: Info): void {
    if (this.#listeners.length > 0 || this.#answers.arePending)
      this.#answers.complete(this.#callListeners, info, undefined)
  }

  /** An error that a listener throws goes to the runtime's handler of uncaught errors. */
  readonly #callListeners = (info: unknown): void => {
    // The list is a new one after each change, so that this one stays as it was.
    for (const listener of this.#listeners) {
      try {
        listener(info as Info)
      } catch (thrown) {
        throwToHost(thrown)
      }
    }
  }

  #add([listener]: readonly unknown[]): void {
    // Chromium ignores anything else.
    if (typeof listener !== 'function' || this.#listeners.includes(listener as Listener<Info>)) return
    this.#listeners = [...this.#listeners, listener as Listener<Info>]
  }

  #remove([listener]: readonly unknown[]): void {
    this.#listeners = this.#listeners.filter((each) => each !== listener)
  }

  #has([listener]: readonly unknown[]): boolean {
    if (typeof listener !== 'function') {
      throw new TypeError(
        `Error in invocation of ${this.#fullName}.hasListener(function listener): No matching signature.`,
      )
    }
    return this.#listeners.includes(listener as Listener<Info>)
  }
}
