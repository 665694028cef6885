/**
 * The sockets of a random program while it runs. It keeps enough of their state to tell which calls cannot be compared.
 */
import { namespaceOf } from '../play/namespaces.ts'
import type { NamespaceName } from '../play/namespaces.ts'
import type { CallResult } from '../scenario.ts'
import type { Action, Kind } from './program.ts'

export interface ProgramSocket {
  readonly id: number
  readonly kind: Kind
  readonly accepted: boolean
  /** Whether it is connected to another socket of the program. */
  toOwn: boolean
  /** Whether one of the ends has sent something. */
  spoken: boolean
  /** The host name of the last connect. */
  hostname: string
  hasWritten: boolean
  /** Whether a write was longer than Chromium's pipe takes at once. */
  hasWrittenMuch: boolean
  /** Whether the peer resets, or closes without an end, after the first bytes. */
  peerLeaves: boolean
  /** Whether the peer does so or ends its side. */
  peerEnds: boolean
  secured: boolean
  /** Whether the socket was ever paused. */
  hasPaused: boolean
  /** Whether a connect has succeeded since the last disconnect. */
  connected: boolean
  /** Whether a connect has failed since the last disconnect. */
  failed: boolean
  port: number
  /** The number of successful listens. */
  listens: number
  /** The number of connections of the program's own sockets that the socket may not have accepted yet. */
  waiting: number
  /** The functions that this step has called on the socket. */
  inStep: string[]
  /** The functions that have not been answered, with the number of calls of each. */
  readonly unanswered: Map<string, number>
}

export class ProgramSockets {
  readonly all: ProgramSocket[] = []
  /** Whether some socket has sent a datagram in this step. */
  hasSent = false
  /** Whether some socket has been written to in this step. */
  hasWritten = false
  /** Whether the system has given a port to some socket in this step. The order of two ports is not known. */
  hasOpened = false
  /** Whether some socket has been disconnected, destroyed, closed or paused in this step. */
  hasEnded = false
  /** Whether some call of this step has long data. */
  hasPassedMuch = false

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
      connected: false,
      failed: false,
      port: 0,
      listens: 0,
      waiting: 0,
      inStep: [],
      unanswered: new Map(),
    })
  }

  /** Finds the socket of an action. Returns undefined if there is none. */
  at(index: number | null): ProgramSocket | undefined {
    return index === null ? undefined : this.all[index]
  }

  beginStep(): void {
    for (const socket of this.all) socket.inStep = []
    this.hasSent = this.hasWritten = this.hasOpened = this.hasEnded = this.hasPassedMuch = false
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
      const { portOf } = (args[1] ?? {}) as Partial<{ portOf: number }>
      socket.toOwn ||= portOf !== undefined
      const server = portOf === undefined ? undefined : this.all[portOf]
      if (server !== undefined) server.waiting += 1
      socket.peerLeaves ||= /drop|reset/i.test(peerOf(args))
      socket.peerEnds ||= /drop|reset|bye|half|close|http/i.test(peerOf(args))
    }
    if (name === 'write' || name === 'tcp.send') {
      socket.spoken = socket.hasWritten = true
      socket.hasWrittenMuch ||= isLong(args[0])
    }
    if (/^(tcp\.|tcpServer\.)?(disconnect|destroy|close)$/.test(name) && args.length === 0) {
      socket.connected = socket.failed = socket.peerLeaves = socket.peerEnds = socket.toOwn = false
      socket.hasWritten = socket.hasWrittenMuch = false
      socket.listens = socket.waiting = 0
      this.hasEnded = true
    }
  }

  /** Remembers the answer of a call. */
  isAnswered(socket: ProgramSocket, { name, args }: Action, answer: unknown): void {
    const left = (socket.unanswered.get(name) ?? 0) - 1
    if (left > 0) socket.unanswered.set(name, left)
    else socket.unanswered.delete(name)
    if (name === 'accept' && (answer as CallResult).resultCode === 0) socket.waiting -= 1
    if (/^(tcp\.)?connect$/.test(name) && answer === 0) {
      socket.connected = true
      socket.spoken = peerOf(args) === 'greeter'
    }
  }
}

/** The name of the peer that a connect is for, or an empty name for any other target. */
function peerOf(args: readonly unknown[]): string {
  return ((args[1] ?? {}) as Partial<{ peer: string }>).peer ?? ''
}

/** Whether Chromium's pipe cannot take the data at once. */
export function isLong(arg: unknown): boolean {
  return Number((arg as { data?: unknown } | null)?.data) > 65_535
}

/** Whether the data has no byte. */
export function isEmpty(arg: unknown): boolean {
  const { data, as = '' } = (arg ?? {}) as { data?: unknown; as?: string }
  return data === '' || data === 0 || as.startsWith('detached') || (as === 'Uint16Array' && String(data).length < 2)
}

/** Finds the namespace of the functions for a kind of socket. */
export function namespaceOfKind(kind: Kind): NamespaceName {
  return kind === 'tcp' || kind === 'udp' ? 'socket' : (kind.slice('sockets.'.length) as NamespaceName)
}
