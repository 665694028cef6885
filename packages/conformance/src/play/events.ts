/**
 * Hears the events of chrome.sockets. All scenarios of an app share its events, so a scenario uses only those of its
 * own sockets.
 */
import type { EventInfo, UntypedChrome } from '../scenario.ts'
import { memberNamed, namespaceOf } from './namespaces.ts'
import type { TraceText } from './trace-text.ts'
import type { TraceWriter } from './trace-writer.ts'
import type { Waits } from './waits.ts'

type Listener = (info: EventInfo) => unknown

interface ChromeEvent {
  addListener(listener: Listener): void
  removeListener(listener: Listener): void
}

/** The events of one scenario. */
export class Events {
  readonly #chrome: UntypedChrome
  readonly #text: TraceText
  readonly #writer: TraceWriter
  readonly #waits: Waits
  /** The written events of each name that no `next` has taken. */
  readonly #heard: Map<string, EventInfo[]> = new Map()
  /** The functions to call after each event. */
  readonly #checks: Set<() => void> = new Set()
  readonly #stops: (() => void)[] = []

  constructor(chrome: UntypedChrome, text: TraceText, writer: TraceWriter, waits: Waits) {
    this.#chrome = chrome
    this.#text = text
    this.#writer = writer
    this.#waits = waits
  }

  /**
   * Calls `listener` with each event of a name that is about a socket of the scenario. Returns the function that stops
   * it.
   */
  listen(name: string, listener: Listener): () => void {
    const event = memberNamed<ChromeEvent>(this.#chrome, name)
    const own: Listener = (info) => {
      if (this.#writer.isOver || !this.#text.knows(info.socketId ?? 0, namespaceOf(name))) return
      this.#writer.answers += 1
      listener(info)
      for (const check of this.#checks) check()
    }
    event.addListener(own)
    const stop = (): void => event.removeListener(own)
    this.#stops.push(stop)
    return stop
  }

  /** Writes each event of a name, and calls `then`. Returns the function that stops it. */
  hear(name: string, then: Listener = () => {}): () => void {
    const queue = this.#heard.get(name) ?? []
    this.#heard.set(name, queue)
    return this.listen(name, (info) => {
      this.#text.learnId(info.clientSocketId, 'tcp')
      this.#writer.line(`${name} ${this.#text.show(info, undefined, namespaceOf(name))}`)
      queue.push(info)
      then(info)
    })
  }

  /** Starts to hear the event if needed, and waits for the next event that no `next` has taken. */
  async next(name: string): Promise<EventInfo> {
    if (!this.#heard.has(name)) this.hear(name)
    const queue = this.#heard.get(name) ?? []
    if (await this.until(() => queue.length > 0)) return queue.shift() ?? {}
    this.#writer.line(`${name} is waited for in vain`)
    return {}
  }

  /** Resolves with true at the event after which `condition` holds, and with false when patience ends. */
  until(condition: () => boolean): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (outcome: boolean): void => {
        this.#checks.delete(check)
        callOff()
        resolve(outcome)
      }
      const callOff = this.#waits.afterPatience(() => end(false))
      const check = (): void => {
        if (condition()) end(true)
      }
      this.#checks.add(check)
      check()
    })
  }

  /** Removes every listener. */
  stop(): void {
    for (const stop of this.#stops) stop()
  }
}
