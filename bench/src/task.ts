/**
 * What is measured: a task is opened, run in slices, and closed. A slice is as long as the stopwatch says; only what is
 * between its `start` and the slice's end counts.
 */

export type TaskName =
  | 'pingPong'
  | 'receive'
  | 'send'
  | 'smallWrites'
  | 'accept'
  | 'udpEcho'
  | 'udpSend'
  | 'udpReceive'
  | 'idleConnected'
  | 'idleAccepted'
  | 'manySockets'
  | 'handshake'
  | 'wrongCall'

/** Everything that the task needs; JSON carries it to the variant's process. */
export interface Target {
  readonly task: TaskName
  readonly host: string
  /** The peer's. */
  readonly port: number
  /** In bytes: of a message, a read or a write. */
  readonly size: number
  /** Of connections, of writes in a tick, or of datagrams under way. */
  readonly count: number
  /** The authority to trust, PEM: the task is then done over TLS. */
  readonly ca?: string
  /** The same service for clients that speak no TLS above 1.1. */
  readonly oldTlsPort?: number
  /** Whether a TLS handshake may resume the session of an earlier one. */
  readonly resume?: boolean
  /** Whether idle connections have a read pending. */
  readonly pendingRead?: boolean
}

/** Tells when a slice is over. */
export interface Stopwatch {
  /** How long the slice is. */
  readonly milliseconds: number
  /** Begins the slice anew, for what needs time until it flows. */
  start(): void
  isOver(): boolean
  /** Does what is not to be counted. */
  leaveOut(preparation: () => Promise<void>): Promise<void>
}

export interface Activity {
  /** Resolves with the number of operations, or of bytes, that were done in the slice. */
  run(stopwatch: Stopwatch): Promise<number>
  close(): void
}

/** What the module of each variant exports as `open`. */
export type Open = (target: Target) => Activity | Promise<Activity>
