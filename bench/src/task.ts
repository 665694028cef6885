/**
 * A task of the benchmark, which is opened, run in slices, and closed. The stopwatch decides the length of a slice. Only the
 * work between `start` and the end of the slice counts.
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

/** The parameters of a task. They are sent to the variant's process as JSON. */
export interface Target {
  readonly task: TaskName
  readonly host: string
  /** The port of the peer. */
  readonly port: number
  /** The size of a message, a read or a write, in bytes. */
  readonly size: number
  /** The number of connections, of writes in a tick, or of datagrams under way. */
  readonly count: number
  /** The authority to trust, as PEM. If it is set, the task uses TLS. */
  readonly ca?: string
  /** The port of the same service for clients that speak only TLS 1.0 and 1.1. */
  readonly oldTlsPort?: number
  /** Whether a TLS handshake may resume the session of an earlier one. */
  readonly resume?: boolean
  /** Whether idle connections have a read pending. */
  readonly pendingRead?: boolean
}

/** Measures the time of a slice. */
export interface Stopwatch {
  /** The length of the slice. */
  readonly milliseconds: number
  /** Starts the slice again. A task calls this function once its traffic flows. */
  start(): void
  isOver(): boolean
  /** Does work that does not count. */
  leaveOut(preparation: () => Promise<void>): Promise<void>
}

export interface Activity {
  /** Runs a slice. Resolves to the number of operations or bytes in it. */
  run(stopwatch: Stopwatch): Promise<number>
  close(): void
}

/** The type of `open`, which the module of each variant exports. */
export type Open = (target: Target) => Activity | Promise<Activity>
