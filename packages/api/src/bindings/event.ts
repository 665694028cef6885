/**
 * Events that an app can listen to. They are independent of sockets. Source: Chromium
 * extensions/renderer/bindings/event_emitter.cc and api_event_listeners.cc
 *
 * Listeners run in the order of their registration, all with the same object. An error of one listener does not stop
 * the others. Adding or removing a listener during an event applies from the next event on.
 */
import { TypeError } from '../backend/globals.ts'
import { throwToHost } from '../backend/turn/turns.ts'
import type { Answers } from './answers.ts'

type Listener<Info> = (info: Info) => void

/** An event as an app sees it. */
export interface ChromeEvent<Info> {
  /**
   * Adds a listener. Adding the same listener again has no effect. A listener that is added during an event gets only
   * later events.
   * @param listener gets the object of the event, which all listeners share
   * @throws TypeError: more than one argument is given, or the function is not called on an event.
   * @errors A value that is not a function is ignored. An error that a listener throws goes to the handler of uncaught
   * errors.
   * @example
   * chrome.sockets.tcp.onReceive.addListener(({ socketId, data }) => console.log(socketId, data.byteLength))
   */
  addListener(listener: (info: Info) => void): void

  /**
   * Removes a listener. A listener that is removed during an event, before its turn, is still called for that event.
   * @param listener the function that was added
   * @throws TypeError: the function is not called on an event.
   * @errors A function that was not added is ignored.
   * @example
   * const listener = ({ socketId }: { socketId: number }) => {
   *   console.log(socketId)
   *   chrome.sockets.tcp.onReceive.removeListener(listener)
   * }
   * chrome.sockets.tcp.onReceive.addListener(listener)
   */
  removeListener(listener: (info: Info) => void): void

  /**
   * Returns whether a listener has been added.
   * @param listener a function
   * @throws TypeError: `listener` is not a function, or the function is not called on an event.
   * @example
   * console.log(chrome.sockets.udp.onReceive.hasListener(() => {})) // false
   */
  hasListener(listener: (info: Info) => void): boolean

  /**
   * Returns whether there is any listener.
   * @throws TypeError: the function is not called on an event.
   * @example
   * if (!chrome.sockets.tcpServer.onAccept.hasListeners()) console.warn('connections are lost')
   */
  hasListeners(): boolean
}

/** An event as its namespace sees it. */
export class EventSource<Info> {
  #listeners: readonly Listener<Info>[] = []
  readonly #answers: Answers
  /** The event for the app. */
  readonly event: ChromeEvent<Info> = {
    addListener(...given: unknown[]) {
      sourceOf(this).#add(given)
    },
    removeListener(...given: unknown[]) {
      sourceOf(this).#remove(given[0])
    },
    hasListener(...given: unknown[]) {
      return sourceOf(this).#has(given)
    },
    hasListeners() {
      return sourceOf(this).#listeners.length > 0
    },
  }

  constructor(answers: Answers) {
    this.#answers = answers
    sources.set(this.event, this as EventSource<unknown>)
  }

  /** Calls the listeners with `info`, in a turn of its own, in order with the app's answers. */
  raise(info: Info): void {
    if (this.#listeners.length > 0 || this.#answers.arePending)
      this.#answers.complete(this.#callListeners, info, undefined)
  }

  /** Calls the listeners. An error that a listener throws goes to the runtime's handler of uncaught errors. */
  readonly #callListeners = (info: unknown): void => {
    // Each change makes a new list, so this one does not change.
    for (const listener of this.#listeners) {
      try {
        listener(info as Info)
      } catch (thrown) {
        throwToHost(thrown)
      }
    }
  }

  #add(given: readonly unknown[]): void {
    const listener = given[0]
    // Chromium ignores anything else.
    if (typeof listener !== 'function') return
    if (given.length > 1) throw new TypeError('This event does not support filters')
    if (this.#listeners.includes(listener as Listener<Info>)) return
    this.#listeners = [...this.#listeners, listener as Listener<Info>]
  }

  #remove(listener: unknown): void {
    this.#listeners = this.#listeners.filter((each) => each !== listener)
  }

  #has(given: readonly unknown[]): boolean {
    const listener = given[0]
    if (given.length === 0) throw new TypeError('Insufficient number of arguments.')
    if (typeof listener !== 'function') {
      throw new TypeError(`Error processing argument at index 0, conversion failure from ${converted(listener)}`)
    }
    return this.#listeners.includes(listener as Listener<Info>)
  }
}

/** The sources by their events. */
const sources = new WeakMap<object, EventSource<unknown>>()

/** Returns the source of the event on which an app has called a function. */
function sourceOf(event: unknown): EventSource<unknown> {
  const source = sources.get(event as object)
  if (source === undefined)
    throw new TypeError('Illegal invocation: Function must be called on an object of type Event')
  return source
}

/** Writes a value as Chromium's message does, which shows only texts. */
function converted(value: unknown): string {
  return typeof value === 'string' || value === undefined || value === null ? `${value}` : ''
}
