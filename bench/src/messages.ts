/** Messages between the processes of a run: one line of JSON each, over standard input and output. */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Target } from './task.ts'

/** What the coordinator asks of a variant's process; each is answered before the next. */
export type Request =
  | { readonly ask: 'open'; readonly target: Target }
  | { readonly ask: 'run'; readonly milliseconds: number }
  | { readonly ask: 'memory' }
  | { readonly ask: 'close' }

export interface Sample {
  /** Operations or bytes, as the task counts; of memory, bytes for each connection. */
  readonly amount: number
  readonly seconds: number
  /** Of this process, in user and system mode; 0 where it cannot be known. */
  readonly cpuSeconds: number
}

export type Answer =
  | { readonly opened: boolean }
  | { readonly sample: Sample }
  | { readonly bytes: number }
  | { readonly closed: true }
  | { readonly failed: string }

/** What the peer says once all its services listen. */
export interface PeerReady {
  readonly ports: Readonly<Record<string, number>>
}

export function onLine<Message>(stream: Readable, take: (message: Message) => void): void {
  createInterface({ input: stream }).on('line', (line) => take(JSON.parse(line) as Message))
}

export function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}
