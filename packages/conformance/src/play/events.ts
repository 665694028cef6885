/**
 * Hearing the events of chrome.sockets. All scenarios of an app share its events, so a scenario takes only those of its
 * own sockets.
 */
import type { EventInfo, UntypedChrome } from '../scenario.ts'
import { memberNamed, namespaceOf } from './namespaces.ts'
import { showBytes } from './trace-text.ts'
import type { TraceText } from './trace-text.ts'
import type { TraceWriter } from './trace-writer.ts'
import type { Waits } from './waits.ts'

type Listener = (info: EventInfo) => unknown

interface ChromeEvent {
  addListener(listener: Listener): void
  removeListener(listener: Listener): void
}

/** The bytes of one TCP socket as they arrive, however the events cut them. */
interface Received {
  readonly bytes: number[]
  /** The result of onReceiveError. */
  end?: number
}

export interface Events {
  /** Writes each event of that name, such as `tcp.onReceive`, and calls `then`. Returns what stops it. */
  hear(name: string, then?: Listener): () => void
  /** Hears the event if nobody does yet, and waits for the next one that no `next` has taken. */
  next(name: string): Promise<EventInfo>
  /** From now on the bytes of tcp.onReceive are collected, and not written event by event. */
  collect(): void
  /** Waits until a socket has received `length` bytes or its end, and writes all of it as one line. */
  received(socketId: number, length: number): Promise<void>
  /** Writes the collected bytes of each socket that `received` has not written. */
  noteReceived(): void
  /** Removes every listener. */
  stop(): void
}

export function makeEvents(chrome: UntypedChrome, text: TraceText, writer: TraceWriter, waits: Waits): Events {
  const stops: (() => void)[] = []
  const heard = new Map<string, EventInfo[]>()
  const collected = new Map<number, Received>()
  /** Called whenever an event has come. */
  const waiting = new Set<() => void>()
  let isCollecting = false

  const hear = (name: string, then: Listener = () => {}): (() => void) => {
    const namespace = namespaceOf(name)
    const event = memberNamed<ChromeEvent>(chrome, name)
    const queue = heard.get(name) ?? []
    heard.set(name, queue)
    const listener: Listener = (info) => {
      if (writer.isOver || !text.knows(info.socketId ?? 0, namespace)) return
      writer.answers += 1
      text.learnId(info.clientSocketId, 'tcp')
      writer.line(`${name} ${text.show(info, undefined, namespace)}`)
      queue.push(info)
      for (const check of waiting) check()
      then(info)
    }
    event.addListener(listener)
    const stop = (): void => event.removeListener(listener)
    stops.push(stop)
    return stop
  }

  /** Resolves with true when `condition` holds after some event, and with false when patience ends. */
  const until = (condition: () => boolean): Promise<boolean> =>
    new Promise((resolve) => {
      const end = (outcome: boolean): void => {
        waiting.delete(check)
        callOff()
        resolve(outcome)
      }
      const callOff = waits.afterPatience(() => end(false))
      const check = (): void => {
        if (condition()) end(true)
      }
      waiting.add(check)
      check()
    })

  const next = async (name: string): Promise<EventInfo> => {
    if (!heard.has(name)) hear(name)
    const queue = heard.get(name) ?? []
    if (await until(() => queue.length > 0)) return queue.shift() ?? {}
    writer.line(`${name} is waited for in vain`)
    return {}
  }

  const collect = (): void => {
    if (isCollecting) return
    isCollecting = true
    const onEvent = (name: string, take: (received: Received, info: EventInfo) => void): void => {
      const event = memberNamed<ChromeEvent>(chrome, name)
      const listener: Listener = (info) => {
        if (writer.isOver || !text.knows(info.socketId ?? 0, 'tcp')) return
        writer.answers += 1
        const received = collected.get(info.socketId ?? 0) ?? { bytes: [] }
        collected.set(info.socketId ?? 0, received)
        take(received, info)
        for (const check of waiting) check()
      }
      event.addListener(listener)
      stops.push(() => event.removeListener(listener))
    }
    onEvent('tcp.onReceive', ({ bytes }, { data }) => {
      for (const byte of new Uint8Array(data ?? new ArrayBuffer(0))) bytes.push(byte)
    })
    onEvent('tcp.onReceiveError', (received, { resultCode = 0 }) => {
      received.end = resultCode
    })
  }

  const received = async (socketId: number, length: number): Promise<void> => {
    const now = (): Received => collected.get(socketId) ?? { bytes: [] }
    const isComplete = await until(() => now().bytes.length >= length || now().end !== undefined)
    note(socketId, now(), isComplete ? '' : ', then nothing')
  }

  const note = (socketId: number, { bytes, end }: Received, withoutEnd = ''): void => {
    collected.delete(socketId)
    const ending = end === undefined ? withoutEnd : `, then ${end}`
    writer.line(
      `all received by ${text.show(socketId, 'socketId', 'tcp')}: ${showBytes(Uint8Array.from(bytes))}${ending}`,
    )
  }

  return {
    hear,
    next,
    collect,
    received,
    noteReceived() {
      for (const [socketId, each] of collected) note(socketId, each)
    },
    stop() {
      for (const stop of stops) stop()
    },
  }
}
