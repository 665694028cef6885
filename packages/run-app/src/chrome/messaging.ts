/**
 * chrome.runtime.sendMessage, connect, and their events. They work between the pages of one app: there is no other app.
 * Source: Chromium extensions/renderer/api/messaging/{messaging_util,one_time_message_handler,gin_port}.cc; measured on 156.
 */
import { setImmediate } from 'node:timers'
import type { AppPage } from './app-page.ts'
import type { App } from './app.ts'
import { EventChannel } from './event.ts'
import { ApiError, ArgumentProblem, bindNamespace, CallbackError } from './namespace.ts'
import type { Namespace } from './namespace.ts'

const noReceiver = 'Could not establish connection. Receiving end does not exist.'
const closedUnanswered = 'The message port closed before a response was received.'

interface Sender {
  readonly id: string
  readonly url: string
  readonly origin: string
}

export function messagingNamespace(app: App): Namespace {
  const onMessage = new EventChannel()
  const onConnect = new EventChannel()
  const senderOf = (page: AppPage): Sender => ({ id: app.id, url: page.page.url, origin: app.origin })
  /** The pages that hear a message. A page does not hear its own messages. */
  const receivers = (channel: EventChannel, sender: AppPage, id: string | undefined): readonly AppPage[] =>
    id === undefined || id === app.id ? channel.pages.filter((page) => page !== sender) : []

  return {
    path: 'runtime',
    events: {
      onMessage,
      onConnect,
      onMessageExternal: new EventChannel(),
      onConnectExternal: new EventChannel(),
    },
    functions: [
      {
        signature:
          'runtime.sendMessage(optional string extensionId, any message, optional object options, optional function callback)',
        run([id, message]: readonly [string | undefined, unknown], caller) {
          checkId(id)
          const text = jsonOf(message)
          const pages = receivers(onMessage, caller, id)
          if (pages.length === 0) throw new ApiError(noReceiver)
          return ask(onMessage, pages, text, senderOf(caller))
        },
      },
      {
        signature: 'runtime.connect(optional string extensionId, optional object connectInfo)',
        types: { object: { name: 'string?', includeTlsChannelId: 'boolean?' } },
        run([id, info]: readonly [string | undefined, { readonly name?: string } | undefined], caller) {
          checkId(id)
          const name = info?.name ?? ''
          const near = new Port(caller, name)
          const pages = receivers(onConnect, caller, id)
          const far = pages.map((page) => new Port(page, name, senderOf(caller)))
          near.join(far)
          for (const port of far) port.join([near])
          setImmediate(() => {
            if (far.length === 0) near.end(noReceiver)
            for (const port of far) onConnect.dispatchIn(port.page, [port.object])
          })
          return near.object
        },
      },
    ],
  }
}

/** Writes a message as JSON, by JSON.stringify. Stored values have other rules, which are in stored-value.ts. */
function jsonOf(message: unknown): string {
  return (JSON.stringify(message) as string | undefined) ?? 'null'
}

function checkId(id: string | undefined): void {
  if (id !== undefined && !/^[a-p]{32}$/.test(id)) throw new ArgumentProblem(`Invalid extension id: '${id}'`)
}

/** Sends a message and waits for the answer. The first answer counts. A listener that returns `true` may answer later. */
function ask(channel: EventChannel, pages: readonly AppPage[], text: string, sender: Sender): Promise<unknown> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      let isAwaited = false
      let thrown: string | undefined
      let isAnswered = false
      for (const page of pages) {
        const respond = page.realm.exposeFunction('sendResponse', (answer) => {
          isAnswered = true
          resolve(JSON.parse(jsonOf(answer)))
        })
        const answers = channel.dispatchIn(page, [JSON.parse(text), { ...sender }, respond])
        for (const answer of answers) {
          if (answer === true || page.realm.isPromise(answer)) isAwaited = true
          const failure = answer as { readonly thrown?: { readonly message?: string } } | undefined
          if (failure?.thrown !== undefined) thrown ??= String(failure.thrown.message)
        }
      }
      if (!isAwaited && !isAnswered)
        reject(thrown === undefined ? new CallbackError(closedUnanswered) : new ApiError(thrown))
    })
  })
}

/** A port: one end of a connection. */
class Port {
  readonly page: AppPage
  readonly object: object
  readonly #onMessage = new EventChannel()
  readonly #onDisconnect = new EventChannel()
  #others: readonly Port[] = []
  #isOpen = true

  constructor(page: AppPage, name: string, sender: Sender | null = null) {
    this.page = page
    const namespace: Namespace = {
      path: 'Port',
      events: { onMessage: this.#onMessage, onDisconnect: this.#onDisconnect },
      functions: [
        { signature: 'Port.postMessage(any message)', run: ([message]: readonly unknown[]) => this.#post(message) },
        { signature: 'Port.disconnect()', run: () => this.#disconnect() },
      ],
    }
    const object = { ...bindNamespace(namespace, page), name, sender }
    this.object = page.realm.adopt(object)
    page.whenClosed(() => this.#disconnect())
  }

  join(others: readonly Port[]): void {
    this.#others = others
  }

  /** Disconnects the port and raises onDisconnect. `error` is lastError during the event. */
  end(error?: string): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.page.answer(() => this.#onDisconnect.dispatchIn(this.page, [this.object]), [], error)
  }

  #post(message: unknown): void {
    if (!this.#isOpen) throw new Error('Attempting to use a disconnected port object')
    const text = jsonOf(message)
    for (const port of this.#others) setImmediate(() => port.#receive(text))
  }

  #receive(text: string): void {
    if (this.#isOpen) this.#onMessage.dispatchIn(this.page, [JSON.parse(text), this.object])
  }

  #disconnect(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    for (const port of this.#others) setImmediate(() => port.end())
  }
}
