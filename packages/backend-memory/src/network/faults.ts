/**
 * Failures on demand. The next operation of a kind completes with a given error, and has no other effect.
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

/** The name of an operation in the backend contract, for `failNext`. */
export type Operation = (typeof operations)[number]

interface Fault {
  readonly operation: Operation
  readonly code: NetResult
  /** The host that the fault is for, or undefined for the first host that starts the operation. */
  readonly hostname: string | undefined
}

export class Faults {
  readonly #planned: Fault[] = []

  /**
   * Plans a fault. Throws for an unknown operation and for a code that is not an error, because the fault would never happen.
   */
  plan(operation: Operation, code: NetResult, hostname: string | undefined): void {
    if (!operations.includes(operation)) throw new TypeError(`There is no operation '${operation}'`)
    if (!(code < 0)) throw new RangeError(`A net error must be negative: ${code}`)
    this.#planned.push({ operation, code, hostname })
  }

  /** Takes the planned error of an operation on a host, or returns undefined if none is planned. */
  take(operation: Operation, hostname: string): NetResult | undefined {
    const index = this.#planned.findIndex(
      (fault) => fault.operation === operation && (fault.hostname ?? hostname) === hostname,
    )
    return index < 0 ? undefined : this.#planned.splice(index, 1)[0]?.code
  }
}
