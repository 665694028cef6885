/** A reason for which a random program leaves a call out. */
import type { ProgramSocket } from './program-sockets.ts'
import type { LeftOut } from './program.ts'

/** A call that a program is about to make, and the calls before it. */
export interface Situation {
  readonly name: string
  /** The arguments without the socket's id. Coded values are decoded if they are ports. */
  readonly args: readonly unknown[]
  readonly socket: ProgramSocket
  readonly hasSent: boolean
  readonly hasEnded: boolean
  readonly hasWritten: boolean
  readonly hasOpened: boolean
  /** Whether this call, or a call before it in the same script, has long data. */
  readonly passesMuch: boolean
  /** Decodes the port of a value. */
  readonly portOf: (arg: unknown) => unknown
  readonly leavesOut: readonly LeftOut[]
}

export interface Exclusion {
  readonly kind: 'crash' | 'race' | 'difference'
  readonly reason: string
  readonly when: (situation: Situation) => boolean
  /**
   * How often each outcome of a race was seen in Chromium, on a machine with other work to do. A race is left out only when
   * the outcome here is the rare one there.
   */
  readonly seen?: Readonly<Record<string, number>>
}
