/**
 * A connection to the echo peer, for one question: have the peers done what they were asked before? All peers run in one thread,
 * which handles what comes in the order in which it comes.
 */
import net from 'node:net'

export class EchoLine {
  readonly #connection: net.Socket
  readonly #waiting: (() => void)[] = []

  /** `port` is the echo peer's. */
  constructor(port: number) {
    this.#connection = net.connect(port, '127.0.0.1')
    this.#connection.on('error', () => {})
    this.#connection.on('data', ({ length }) => this.#answer(length))
    this.#connection.on('close', () => this.#answer(this.#waiting.length))
  }

  /** Resolves when the echo has come, or at once without a connection. */
  ask(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#connection.destroyed) return resolve()
      this.#waiting.push(resolve)
      this.#connection.write('?')
    })
  }

  close(): void {
    this.#connection.destroy()
  }

  #answer(count: number): void {
    for (const resolve of this.#waiting.splice(0, count)) resolve()
  }
}
