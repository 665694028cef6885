/**
 * chrome.socket and chrome.sockets, as `createChrome` gives them, for the realms of an app's pages: answers become the realm's,
 * lastError is that of the page, and what a callback throws is printed.
 */
import type { AppPage } from './app-page.ts'
import { EventChannel } from './event.ts'

/** What is in it is told by its form: functions, events, namespaces, enums. */
type Part = Readonly<Record<string, unknown>>

interface HostEvent {
  addListener(listener: (info: Info) => void): void
  removeListener(listener: (info: Info) => void): void
}

type Info = Readonly<Record<string, unknown>>

/** Where the API says what went wrong, during a callback. */
interface HostRuntime {
  readonly lastError?: { readonly message: string }
}

export class SocketNamespaces {
  readonly #runtime: HostRuntime
  /** One for each event of the API, which the pages share. */
  readonly #channels: Map<HostEvent, EventChannel> = new Map()

  constructor(runtime: HostRuntime) {
    this.#runtime = runtime
  }

  /** `part` is chrome.socket, or chrome.sockets, or something in it. */
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

  /** Nearly every answer is one value. */
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
      // A buffer has one owner: the pages get copies, the only page gets what came.
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
