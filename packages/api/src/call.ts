/**
 * A call of the app that waits for its answer, and how the results of reads and writes become that answer. These are
 * objects, not closures: in Node 24 a pending read so takes 120 bytes instead of 270.
 * Source: Chromium extensions/browser/api/socket/socket_api.cc, the OnCompleted functions
 */
import type { Endpoint } from './backend.ts'
import { printedAddress } from './ip-address.ts'
import { NetError } from './net-error.ts'
import { Write } from './socket.ts'
import type { Read, Receive, Send } from './socket.ts'
import type { WriteQuota } from './write-quota.ts'

export interface Call {
  /** To be called once: with nothing for a callback without an argument. */
  respond(result?: unknown, error?: string): void
}

export class ReadCall implements Read {
  readonly #call: Call

  constructor(call: Call) {
    this.#call = call
  }

  done(resultCode: number, data: ArrayBuffer): void {
    this.#call.respond({ data, resultCode })
  }
}

export class ReceiveCall implements Receive {
  readonly #call: Call

  constructor(call: Call) {
    this.#call = call
  }

  done(resultCode: number, data: ArrayBuffer, { address, port }: Endpoint): void {
    this.#call.respond({ address: printedAddress(address), data, port, resultCode })
  }
}

/** Its bytes count against the quota until it is done. */
export class WriteCall extends Write {
  readonly #call: Call
  readonly #quota: WriteQuota

  constructor(call: Call, quota: WriteQuota, length: number) {
    super(length)
    this.#call = call
    this.#quota = quota
  }

  done(bytesWritten: number): void {
    this.#quota.returnBytes(this.length)
    // Chromium does not answer a write that was pending when its socket was disconnected.
    if (bytesWritten !== NetError.ERR_ABORTED) this.#call.respond({ bytesWritten })
  }
}

/** Likewise; it may fail in more ways than a write before it comes to a count. */
export class SendCall implements Call, Send {
  readonly #call: Call
  readonly #quota: WriteQuota
  readonly #length: number

  constructor(call: Call, quota: WriteQuota, length: number) {
    this.#call = call
    this.#quota = quota
    this.#length = length
  }

  respond(result: unknown, error?: string): void {
    this.#quota.returnBytes(this.#length)
    this.#call.respond(result, error)
  }

  done(bytesWritten: number): void {
    this.respond({ bytesWritten })
  }
}
