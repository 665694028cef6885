/** Reads, writes, sends and receives that record their results. */
import type { Endpoint, NetResult } from '../../src/backend/index.ts'
import type { Read, Receive, Send, Write } from '../../src/sockets/socket.ts'

/** Records `name` and the result in a log that several writes may share. */
export class RecordedWrite implements Write {
  readonly length: number
  result: NetResult | undefined = undefined
  next: Write | undefined = undefined
  readonly #log: unknown[]
  readonly #name: string

  constructor(log: unknown[], name: string, length: number) {
    this.#log = log
    this.#name = name
    this.length = length
  }

  completeWrite(result: NetResult): void {
    this.#log.push(`${this.#name}: ${result}`)
  }
}

export function recordedRead(log: unknown[], name = 'read'): Read {
  return {
    completeRead: (result, data) => log.push(data.byteLength === 0 ? `${name}: ${result}` : [...new Uint8Array(data)]),
  }
}

export function recordedReceive(log: unknown[], name = 'receive'): Receive {
  return {
    completeReceive: (result: NetResult, data: ArrayBuffer, from: Endpoint) =>
      log.push({ [name]: result, data: [...new Uint8Array(data)], from }),
  }
}

export function recordedSend(log: unknown[], name = 'send'): Send {
  return { completeSend: (result) => log.push(`${name}: ${result}`) }
}
