/** Random programs as data: steps over several sockets. The calls of a step are made in one script. */

/** A kind of socket: TCP and UDP of chrome.socket, and those of chrome.sockets. */
export type Kind = 'tcp' | 'udp' | SuccessorKind
export type SuccessorKind = 'sockets.tcp' | 'sockets.tcpServer' | 'sockets.udp'

/** The first calls of a program, which bring a few sockets into a useful state. `on` counts from 0 within it. */
export interface Opening {
  readonly kinds: readonly Kind[]
  readonly actions: readonly Action[]
}

/** One call. */
export interface Action {
  /**
   * A function of `chrome.socket`, or `readAll`, which reads until nothing more comes; or one of `chrome.sockets` with its
   * namespace, `tcp.send`.
   */
  readonly name: string
  /** The socket, by the order of appearance; it need not exist. Null when `args` begins with the id. */
  readonly on: number | null
  /** JSON values, and `Coded` ones for everything else. */
  readonly args: readonly unknown[]
  /** With a callback unless given. */
  readonly form?: 'bare' | 'throwing'
  /** Called in the callback. */
  readonly nested?: readonly Action[]
}

/** Stands for a value that is known, or that exists, only where the program is played. */
export type Coded =
  | { readonly peer: string }
  | { readonly portOf: number }
  /** A text or that many bytes of a pattern, in an ArrayBuffer or the named form. It is overwritten after the call. */
  | { readonly data: string | number; readonly as?: DataForm }
  | { readonly js: Oddity }

export type DataForm =
  | 'bytes'
  | 'subarray'
  | 'DataView'
  | 'Uint16Array'
  | 'resizable'
  | 'detached'
  | 'detached view'
  | 'shared'
  | 'shared view'

export type Oddity = 'undefined' | 'NaN' | 'Infinity' | '-0' | 'symbol' | 'bigint' | 'function' | 'date' | 'map'

/** The actions of a step run in one script. */
export type Program = readonly (readonly Action[])[]

/** Calls that a subject is known to answer differently. 'long reads': a read of more than 64 KiB gives more. */
export type LeftOut = 'long reads'

export interface ProgramInput {
  readonly program: Program
  readonly leavesOut: readonly LeftOut[]
}
