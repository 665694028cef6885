/** Plays a scenario and writes its trace: the same code in Chromium's app page and in any other process. */
import type { ChromeLike, Scenario, Stage, UntypedChrome } from '../scenario.ts'
import { makeCalls } from './calls.ts'
import { Events } from './events.ts'
import { memberNamed } from './namespaces.ts'
import { ReceivedBytes } from './received-bytes.ts'
import { bytes, makePreparations, makeReadAll } from './sockets.ts'
import { makeSuccessorSockets } from './successor-sockets.ts'
import { TraceText } from './trace-text.ts'
import { TraceWriter } from './trace-writer.ts'
import { makeWaits } from './waits.ts'
import type { Patience } from './waits.ts'

type End = (socketId: number, callback?: () => void) => void

export interface PlayInput extends Patience {
  /** The peers' ports, by name. */
  readonly peers: Readonly<Record<string, number>>
}

export async function playScenario(
  implementation: ChromeLike,
  { play, parameter = '', unordered = false }: Scenario,
  input: PlayInput,
): Promise<string[]> {
  const chrome = implementation as UntypedChrome
  const ignoreError = (): void => void chrome.runtime.lastError
  const writer = new TraceWriter({ sortsParts: unordered })
  const text = new TraceText(input.peers)
  const waits = makeWaits(input, writer)
  const calls = makeCalls(chrome, text, writer, waits)
  const events = new Events(chrome, text, writer, waits)
  const received = new ReceivedBytes(events, text, writer)
  const stage: Stage = {
    chrome,
    peers: input.peers,
    ...calls,
    ...makePreparations(input.peers, calls, text),
    sockets: makeSuccessorSockets(chrome, input.peers, calls, text, waits),
    hear: (name, then) => events.hear(name, then),
    next: (name) => events.next(name),
    collect: () => received.collect(),
    received: (socketId, length) => received.received(socketId, length),
    noteReceived: () => received.writeRest(),
    readAll: makeReadAll(chrome, text, writer, waits),
    quiet: waits.quiet,
    breathe: waits.breathe,
    bytes,
    show: (value) => text.show(value),
    note: (line) => writer.line(line),
    endPart(line) {
      writer.endPart()
      writer.line(line)
      writer.startPart()
    },
    attempt(label, action) {
      try {
        const result = action()
        if (result instanceof Promise) result.catch(() => {})
        writer.line(`${label}: ${result instanceof Promise ? 'a promise' : text.show(result)}`)
      } catch (error) {
        writer.line(`${label} throws ${String(error)}`)
      }
    },
  }
  try {
    await play(stage, parameter)
    await waits.quiet()
  } catch (error) {
    writer.line(`FAILED: ${String(error)}`)
  }
  const trace = writer.finish()
  events.stop()
  for (const socketId of text.idsOf('socket')) memberNamed<End>(chrome, 'destroy')(socketId)
  for (const namespace of ['tcp', 'tcpServer', 'udp'] as const) {
    for (const socketId of text.idsOf(namespace)) memberNamed<End>(chrome, `${namespace}.close`)(socketId, ignoreError)
  }
  return trace
}
