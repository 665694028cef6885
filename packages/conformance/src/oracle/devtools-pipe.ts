/**
 * The DevTools protocol over a pair of pipes, as `--remote-debugging-pipe` offers it: JSON messages, each ended by a NUL.
 * Source: https://chromedevtools.github.io/devtools-protocol/ and Chromium's content/browser/devtools/devtools_pipe_handler.cc.
 */
import type { Readable, Writable } from 'node:stream'

/** A message that answers no call. `sessionId` names the target. */
export interface DevtoolsEvent {
  readonly method: string
  readonly params: Readonly<Record<string, unknown>>
  readonly sessionId?: string
}

interface Answer {
  readonly id: number
  readonly result?: Readonly<Record<string, unknown>>
  readonly error?: { readonly message: string }
}

interface Waiting {
  readonly resolve: (result: Readonly<Record<string, unknown>>) => void
  readonly reject: (error: Error) => void
}

export class DevtoolsPipe {
  /** Called with each event. */
  onEvent: (event: DevtoolsEvent) => void = () => {}
  readonly #toBrowser: Writable
  readonly #waiting: Map<number, Waiting> = new Map()
  #lastId = 0
  #ended: Error | undefined

  constructor(toBrowser: Writable, fromBrowser: Readable) {
    this.#toBrowser = toBrowser
    let unfinished = ''
    fromBrowser.setEncoding('utf8')
    fromBrowser.on('data', (text: string) => {
      const messages = (unfinished + text).split('\0')
      unfinished = messages.pop() ?? ''
      for (const message of messages) this.#take(JSON.parse(message) as Answer | DevtoolsEvent)
    })
    fromBrowser.on('close', () => this.#end(new Error('The browser has closed its DevTools pipe')))
    toBrowser.on('error', (error) => this.#end(error))
  }

  /**
   * Calls a method of the protocol. `sessionId` is a result of `Target.attachToTarget`; without it, the browser itself
   * is called.
   */
  call(method: string, params: object = {}, sessionId?: string): Promise<Readonly<Record<string, unknown>>> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) return reject(this.#ended)
      this.#lastId += 1
      this.#waiting.set(this.#lastId, { resolve, reject })
      this.#toBrowser.write(`${JSON.stringify({ id: this.#lastId, method, params, sessionId })}\0`)
    })
  }

  #take(message: Answer | DevtoolsEvent): void {
    if (!('id' in message)) return this.onEvent(message)
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if (message.error !== undefined) waiting?.reject(new Error(message.error.message))
    else waiting?.resolve(message.result ?? {})
  }

  #end(error: Error): void {
    this.#ended ??= error
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
