/**
 * Failures on demand: the next operation of a kind completes with a given error instead of being done.
 */
import type { NetResult } from '@chrome-socket/api/backend'

const operations = [
  'resolve',
  'connect',
  'listen',
  'openDatagram',
  'networkInterfaces',
  'accept',
  'read',
  'write',
  'receive',
  'send',
  'joinGroup',
  'leaveGroup',
] as const

/** An operation that can be made to fail. The names are those of the backend contract. */
export type Operation = (typeof operations)[number]

interface Fault {
  readonly operation: Operation
  readonly code: NetResult
  /** When absent, the fault is for the first host that begins the operation. */
  readonly hostname: string | undefined
}

export class Faults {
  readonly #planned: Fault[] = []

  /** Throws for an operation that does not exist and for a code that is no error: a test would wait for them in vain. */
  plan(operation: Operation, code: NetResult, hostname: string | undefined): void {
    if (!operations.includes(operation)) throw new TypeError(`No operation to fail: '${operation}'`)
    if (!(code < 0)) throw new RangeError(`A net error is negative: ${code}`)
    this.#planned.push({ operation, code, hostname })
  }

  /** The error that this operation on this host is to fail with, once. Undefined when the operation may go on. */
  take(operation: Operation, hostname: string): NetResult | undefined {
    const index = this.#planned.findIndex(
      (fault) => fault.operation === operation && (fault.hostname ?? hostname) === hostname,
    )
    return index < 0 ? undefined : this.#planned.splice(index, 1)[0]?.code
  }
}
