/** The sockets of a random program while it runs: enough is known of them to tell which calls cannot be compared. */
import { namespaceOf } from '../play/namespaces.ts'
import type { NamespaceName } from '../play/namespaces.ts'
import type { Action, Kind } from './program.ts'

export interface ProgramSocket {
  readonly id: number
  readonly kind: Kind
  readonly accepted: boolean
  /** Connected to another socket of the program. */
  toOwn: boolean
  /** One end or the other has said something. */
  spoken: boolean
  /** The host name that connect was last given. */
  hostname: string
  hasWritten: boolean
  /** More than Chromium's pipe takes at once. */
  hasWrittenMuch: boolean
  /** The peer resets, or closes without an end, as soon as it is spoken to. */
  peerLeaves: boolean
  /** The same, or it ends its side. */
  peerEnds: boolean
  secured: boolean
  /** It has been paused at some time. */
  hasPaused: boolean
  /** A connect has failed since the last disconnect. */
  failed: boolean
  port: number
  /** How many times it has listened with success. */
  listens: number
  /** The functions that this step has called on it already. */
  inStep: string[]
  /** The functions that have not been answered, and how many calls of each. */
  readonly unanswered: Map<string, number>
}

export class ProgramSockets {
  readonly all: ProgramSocket[] = []
  /** Some socket has sent a datagram in this step. */
  hasSent = false
  /** Some socket has been written to in this step. */
  hasWritten = false
  /** Some socket has been given a port by the system in this step: the order of two is not known. */
  hasOpened = false
  /** Some socket has been disconnected, destroyed, closed or paused in this step. */
  hasEnded = false

  add(id: number, kind: Kind, accepted: boolean): void {
    this.all.push({
      id,
      kind,
      accepted,
      toOwn: accepted,
      spoken: false,
      hostname: '',
      hasWritten: false,
      hasWrittenMuch: false,
      peerLeaves: false,
      peerEnds: false,
      secured: false,
      hasPaused: false,
      failed: false,
      port: 0,
      listens: 0,
      inStep: [],
      unanswered: new Map(),
    })
  }

  /** The one that an action is on; undefined when it is not there. */
  at(index: number | null): ProgramSocket | undefined {
    return index === null ? undefined : this.all[index]
  }

  beginStep(): void {
    for (const socket of this.all) socket.inStep = []
    this.hasSent = this.hasWritten = this.hasOpened = this.hasEnded = false
  }

  /** Remembers a call that is about to be made. */
  calls(socket: ProgramSocket, { name, args }: Action): void {
    socket.unanswered.set(name, (socket.unanswered.get(name) ?? 0) + 1)
    const isChromeSocket = namespaceOf(name) === 'socket'
    this.hasSent ||= isChromeSocket
      ? socket.kind === 'udp' && (name === 'sendTo' || name === 'write')
      : /\.(send|connect)$/.test(name)
    this.hasWritten ||= /(^write|^sendTo|\.send)$/.test(name)
    this.hasOpened ||= /(^|\.)(listen|bind)$/.test(name)
    this.hasEnded ||= /\.(close|disconnect|setPaused)$/.test(name)
    if (name.endsWith('.setPaused')) socket.hasPaused ||= args[0] === true
    if (/(^|\.)secure$/.test(name)) socket.secured = true
    if (/^(tcp\.)?connect$/.test(name)) {
      socket.hostname = String(args[0])
      socket.toOwn ||= (args[1] as Partial<{ portOf: number }> | null)?.portOf !== undefined
      socket.peerLeaves ||= /drop|reset/i.test(peerOf(args))
      socket.peerEnds ||= /drop|reset|bye|half|close|http/i.test(peerOf(args))
    }
    if (name === 'write' || name === 'tcp.send') {
      socket.spoken = socket.hasWritten = true
      socket.hasWrittenMuch ||= isLong(args[0])
    }
    if (/^(tcp\.|tcpServer\.)?(disconnect|destroy|close)$/.test(name) && args.length === 0) {
      socket.failed = socket.peerLeaves = socket.peerEnds = socket.toOwn = false
      socket.hasWritten = socket.hasWrittenMuch = false
      socket.listens = 0
      this.hasEnded = true
    }
  }

  /** Remembers the answer of a call. */
  isAnswered(socket: ProgramSocket, { name, args }: Action, answer: unknown): void {
    const left = (socket.unanswered.get(name) ?? 0) - 1
    if (left > 0) socket.unanswered.set(name, left)
    else socket.unanswered.delete(name)
    if (/^(tcp\.)?connect$/.test(name) && answer === 0) socket.spoken = peerOf(args) === 'greeter'
  }
}

/** The name of the peer that a connect is to; an empty one when it is to something else. */
function peerOf(args: readonly unknown[]): string {
  return ((args[1] ?? {}) as Partial<{ peer: string }>).peer ?? ''
}

/** Data that Chromium's pipe does not take at once. */
export function isLong(arg: unknown): boolean {
  return Number((arg as { data?: unknown } | null)?.data) > 65_535
}

/** Data without a byte in it. */
export function isEmpty(arg: unknown): boolean {
  const { data, as = '' } = (arg ?? {}) as { data?: unknown; as?: string }
  return data === '' || data === 0 || as.startsWith('detached') || (as === 'Uint16Array' && String(data).length < 2)
}

/** The namespace of the functions for a kind of socket. */
export function namespaceOfKind(kind: Kind): NamespaceName {
  return kind === 'tcp' || kind === 'udp' ? 'socket' : (kind.slice('sockets.'.length) as NamespaceName)
}
