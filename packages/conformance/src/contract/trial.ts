/** One run of a case: it waits for results, closes the sockets of the case, and reports faults. */
import { afterMicrotasks } from '@chrome-socket/api/backend'
import type { Pace } from './pace.ts'

/**
 * The error of a case whose subject breaks the contract.
 * @errors Cannot fail. A case rejects with it.
 * @example
 * import { ContractViolation, streamSuite, type StreamSubject } from '@chrome-socket/conformance/contract'
 *
 * export async function broken(subject: StreamSubject): Promise<string[]> {
 *   const results = await Promise.allSettled(streamSuite.cases.map((each) => each.run(subject)))
 *   const reasons = results.map((result) => (result.status === 'rejected' ? result.reason : undefined))
 *   return reasons.flatMap((reason) => (reason instanceof ContractViolation ? [reason.message] : []))
 * }
 */
export class ContractViolation extends Error {
  /** The name of the class, `ContractViolation`. */
  override readonly name: string = 'ContractViolation'
}

export class Trial {
  readonly #pace: Pace
  readonly #open: { close(): unknown }[] = []

  constructor(pace: Pace = {}) {
    this.#pace = pace
  }

  get #patience(): number {
    return this.#pace.patience ?? 10_000
  }

  get memoryInUse(): (() => number) | undefined {
    return this.#pace.memoryInUse
  }

  /** The size of this run, at least 1. `full` is the size at scale 1. */
  scaled(full: number): number {
    return Math.max(1, Math.round(full * (this.#pace.scale ?? 1)))
  }

  /** Closes `socket` when the case is over. */
  use<Socket extends { close(): unknown }>(socket: Socket): Socket {
    this.#open.push(socket)
    return socket
  }

  end(): void {
    for (const socket of this.#open.splice(0).toReversed()) {
      try {
        socket.close()
      } catch {
        // The cases about `close` check whether it may fail.
      }
    }
  }

  /** Lets `promise` go on until it is awaited. Before that it may reject without being an unhandled rejection. */
  meanwhile<Value>(promise: Promise<Value>): Promise<Value> {
    promise.catch(() => {})
    return promise
  }

  /** Waits for the value of `promise`. Throws a violation if the value does not come in time. */
  async within<Value>(what: string, promise: Promise<Value>, share = 1): Promise<Value> {
    const patience = this.#patience * share
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new ContractViolation(`Did not come within ${patience} ms: ${what}`))
      }, patience)
    })
    try {
      return await Promise.race([promise, late])
    } finally {
      clearTimeout(timer)
    }
  }

  /** Waits until `condition` holds. */
  async until(what: string, condition: () => boolean): Promise<void> {
    const end = performance.now() + this.#patience
    while (!condition()) {
      holds(performance.now() < end, `Did not come within ${this.#patience} ms: ${what}`)
      await sleep(1)
    }
  }

  /** Whether `promise` settles before the quiet time has passed. */
  async settles(promise: Promise<unknown>): Promise<boolean> {
    return await Promise.race([promise.then(() => true), this.quiet().then(() => false)])
  }

  /** Waits until every missing event counts as not coming. */
  async quiet(): Promise<void> {
    // The wait has parts: a process that was busy for all of one part still runs the due callbacks in the next.
    const parts = 5
    for (let part = 0; part < parts; part += 1) {
      await sleep((this.#pace.quiet ?? 50) / parts)
      await new Promise<void>(afterMicrotasks)
    }
  }
}

export async function sleep(milliseconds: number): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}

export function equal<Value>(actual: Value, expected: Value, what: string): void {
  if (!Object.is(actual, expected)) {
    throw new ContractViolation(`${what}: expected ${String(expected)}, found ${String(actual)}`)
  }
}

export function equalList<Value>(actual: readonly Value[], expected: readonly Value[], what: string): void {
  equal(JSON.stringify(actual), JSON.stringify(expected), what)
}

export function holds(condition: unknown, what: string): asserts condition {
  if (!condition) throw new ContractViolation(what)
}

export function equalBytes(actual: Uint8Array, expected: Uint8Array, what: string): void {
  equal(actual.length, expected.length, `${what}: length`)
  const wrong = actual.findIndex((byte, index) => byte !== expected[index])
  holds(wrong < 0, `${what}: byte ${wrong}: expected ${expected[wrong]}, found ${actual[wrong]}`)
}
