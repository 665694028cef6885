/**
 * Random programs as data: several sockets, step by step; the calls of a step are made in one script.
 */

/** One call. */
export interface Action {
  /** A function of `chrome.socket`, or `readAll`, which reads until there is no more. */
  readonly name: string
  /** The number of a socket in order of appearance, or of one that is not there; null when `args` has the id, or what passes for one. */
  readonly on: number | null
  /** As JSON can carry it; what it cannot is a `Coded` value. */
  readonly args: readonly unknown[]
  /** With a callback unless given. */
  readonly form?: 'bare' | 'throwing'
  /** Called in the callback. */
  readonly nested?: readonly Action[]
}

/** What stands for something that is known, or that there is, only where the program is played. */
export type Coded =
  | { readonly peer: string }
  | { readonly portOf: number }
  /** `text` or so many bytes of a pattern, in an ArrayBuffer or what else is named; scribbled over after the call. */
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

/** What is known to be otherwise on a subject: reads of more than 64 KiB give more than Chromium's pipe holds. */
export type LeftOut = 'long reads'

export interface ProgramInput {
  readonly program: Program
  readonly leavesOut: readonly LeftOut[]
}
