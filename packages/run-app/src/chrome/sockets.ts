/**
 * Gives an app's pages chrome.socket and chrome.sockets, which `createChrome` makes. Answers are adopted by the page's
 * realm, lastError is the page's, and an exception of a callback is reported.
 */
import type { AppPage } from './app-page.ts'
import { EventChannel } from './event.ts'

/** A part of `chrome`. The form of a member shows its kind: a function, an event, a namespace or an enum. */
type Part = Readonly<Record<string, unknown>>

interface HostEvent {
  addListener(listener: (info: Info) => void): void
  removeListener(listener: (info: Info) => void): void
}

type Info = Readonly<Record<string, unknown>>

/** The `chrome.runtime` of the API, which holds the error during a callback. */
interface HostRuntime {
  readonly lastError?: { readonly message: string }
}

export class SocketNamespaces {
  readonly #runtime: HostRuntime
  /** The channel of each event of the API, which the pages share. */
  readonly #channels: Map<HostEvent, EventChannel> = new Map()

  constructor(runtime: HostRuntime) {
    this.#runtime = runtime
  }

  /** Makes the object of a page for `part`, which is chrome.socket, chrome.sockets or a member of it. */
  expose(part: object, page: AppPage): object {
    const exposed: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(part as Part)) {
      if (typeof value === 'function') exposed[name] = this.#function(name, value as never, page)
      else if (isEvent(value)) exposed[name] = this.#channelOf(value).objectFor(page)
      else exposed[name] = typeof value === 'object' && value !== null ? this.expose(value, page) : value
    }
    return exposed
  }

  #function(name: string, run: (...args: unknown[]) => unknown, page: AppPage): object {
    return page.realm.exposeCall(name, (args) => {
      for (let index = 0; index < args.length; index += 1) {
        if (typeof args[index] === 'function') args[index] = this.#callback(args[index] as never, page)
      }
      return run(...args)
    })
  }

  /** Makes the callback that the API calls. Nearly every answer is one value, which takes the short way. */
  #callback(callback: (...args: unknown[]) => unknown, page: AppPage): (...args: unknown[]) => void {
    const runtime = this.#runtime
    return (...args) => {
      const error = runtime.lastError
      if (error === undefined && args.length === 1) page.answerOne(callback, args[0])
      else page.answer(callback, args, error?.message)
    }
  }

  #channelOf(event: HostEvent): EventChannel {
    const known = this.#channels.get(event)
    if (known !== undefined) return known
    const raise = (info: Info): void => {
      // A buffer has one owner. Several pages get copies; a single page gets the buffer itself.
      const isShared = channel.pages.length > 1
      channel.dispatch(() => [isShared ? structuredClone(info) : info])
    }
    const channel = new EventChannel((isUsed) => {
      if (isUsed) event.addListener(raise)
      else event.removeListener(raise)
    })
    this.#channels.set(event, channel)
    return channel
  }
}

function isEvent(value: unknown): value is HostEvent {
  return typeof value === 'object' && value !== null && 'addListener' in value
}
