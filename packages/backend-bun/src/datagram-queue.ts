/**
 * Datagrams that came before anybody asked for them. Source: https://bun.com/docs/runtime/networking/udp: Bun reads
 * whatever arrives and cannot be paused, so this is a socket's receive buffer, and as full a one drops the newest.
 */
import type { Endpoint } from '@chrome-socket/api/backend'

export interface Datagram {
  readonly buffer: ArrayBuffer
  readonly from: Endpoint
}

/** Linux: net.core.rmem_default, and what an empty datagram takes up in it (its sk_buff's truesize). */
const capacity = 212_992
const overhead = 768

export class DatagramQueue {
  readonly #datagrams: Datagram[] = []
  #next = 0
  #used = 0

  get isEmpty(): boolean {
    return this.#next === this.#datagrams.length
  }

  add(buffer: ArrayBuffer, from: Endpoint): void {
    const size = buffer.byteLength + overhead
    if (this.#used + size > capacity) return
    this.#used += size
    this.#datagrams.push({ buffer, from })
  }

  take(): Datagram | undefined {
    const datagram = this.#datagrams[this.#next]
    if (datagram === undefined) return undefined
    this.#used -= datagram.buffer.byteLength + overhead
    this.#next += 1
    if (this.isEmpty) this.clear()
    else if (this.#next === 256) {
      this.#datagrams.splice(0, this.#next)
      this.#next = 0
    }
    return datagram
  }

  clear(): void {
    this.#datagrams.length = 0
    this.#next = 0
    this.#used = 0
  }
}
