/** Random programs as data: steps over several sockets. One script makes all calls of a step. */

/** A kind of socket: TCP and UDP of chrome.socket, and those of chrome.sockets. */
export type Kind = 'tcp' | 'udp' | SuccessorKind
export type SuccessorKind = 'sockets.tcp' | 'sockets.tcpServer' | 'sockets.udp'

/** The first calls of a program, which bring some sockets into a useful state. `on` counts from 0 within them. */
export interface Opening {
  readonly kinds: readonly Kind[]
  readonly actions: readonly Action[]
}

/** A call. */
export interface Action {
  /**
   * The function: one of `chrome.socket`; `readAll`, which reads until nothing more comes; or one of `chrome.sockets`
   * with its namespace, such as `tcp.send`.
   */
  readonly name: string
  /** The socket, by the order of appearance; it need not exist. Null when `args` begins with the id. */
  readonly on: number | null
  /** The arguments: JSON values, and `Coded` values for everything else. */
  readonly args: readonly unknown[]
  /** Whether the call has a callback. The default is true. */
  readonly form?: 'bare' | 'throwing'
  /** The actions of the callback. */
  readonly nested?: readonly Action[]
}

/** A stand-in for a value that exists, or is known, only while the program is played. */
export type Coded =
  | { readonly peer: string }
  | { readonly portOf: number }
  /**
   * A text or a number of bytes of a pattern, in an ArrayBuffer or the named form. It is overwritten after the call.
   */
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

/** The actions of a step, which run in one script. */
export type Program = readonly (readonly Action[])[]

/** The calls that a subject is known to answer differently. 'long reads': a read of more than 64 KiB gives more. */
export type LeftOut = 'long reads'

export interface ProgramInput {
  readonly program: Program
  readonly leavesOut: readonly LeftOut[]
}
