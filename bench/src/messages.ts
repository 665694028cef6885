/** The messages between the processes of a run. Each is one line of JSON on standard input or output. */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Target } from './task.ts'

/** A request of the coordinator to a variant's process, which answers it before the next request comes. */
export type Request =
  | { readonly ask: 'open'; readonly target: Target }
  | { readonly ask: 'run'; readonly milliseconds: number }
  | { readonly ask: 'memory' }
  | { readonly ask: 'close' }

export interface Sample {
  /** The number of operations or bytes that the task counts, or for memory, of bytes for each connection. */
  readonly amount: number
  readonly seconds: number
  /** The CPU time of this process in user and system mode, or 0 if it is unknown. */
  readonly cpuSeconds: number
}

export type Answer =
  | { readonly opened: boolean }
  | { readonly sample: Sample }
  | { readonly bytes: number }
  | { readonly closed: true }
  | { readonly failed: string }

/** The message of the peer once all its services listen. */
export interface PeerReady {
  readonly ports: Readonly<Record<string, number>>
}

export function onLine<Message>(stream: Readable, take: (message: Message) => void): void {
  createInterface({ input: stream }).on('line', (line) => take(JSON.parse(line) as Message))
}

export function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}
