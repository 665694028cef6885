/**
 * Failures on demand: the next operation of a kind completes with a given error instead of being done.
 */
import type { NetResult } from '@chrome-socket/api'

/** What can be made to fail; the names are those of the backend contract. */
export type Operation =
  | 'resolve'
  | 'connect'
  | 'listen'
  | 'openDatagram'
  | 'networkInterfaces'
  | 'accept'
  | 'read'
  | 'write'
  | 'receive'
  | 'send'
  | 'joinGroup'
  | 'leaveGroup'

interface Fault {
  readonly operation: Operation
  readonly code: NetResult
  /** Absent: on whichever host comes first. */
  readonly hostname: string | undefined
}

export class Faults {
  readonly #planned: Fault[] = []

  plan(operation: Operation, code: NetResult, hostname: string | undefined): void {
    this.#planned.push({ operation, code, hostname })
  }

  /** The error that this operation on this host is to fail with, once; undefined when it may go on. */
  take(operation: Operation, hostname: string): NetResult | undefined {
    const index = this.#planned.findIndex(
      (fault) => fault.operation === operation && (fault.hostname ?? hostname) === hostname,
    )
    return index < 0 ? undefined : this.#planned.splice(index, 1)[0]?.code
  }
}
