/** A child process of the coordinator, which exchanges the messages of `messages.ts` with it. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { onLine } from './messages.ts'

/** The time limit of an answer, in milliseconds, in addition to the expected time. */
const patience = 30_000

export class Child {
  readonly #process: ChildProcess
  #take: ((message: object) => void) | undefined
  /** Messages that arrived before a call waited for them. */
  readonly #early: object[] = []
  #ended: Error | undefined
  #errors = ''

  /** Starts the process. Its first message needs no request: `answer()` waits for it. */
  constructor(command: readonly string[]) {
    const [file = '', ...args] = command
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#process = child
    onLine<object>(child.stdout, (message) => {
      if (this.#take === undefined) this.#early.push(message)
      else this.#take(message)
    })
    child.stderr.on('data', (text: Buffer) => {
      this.#errors = (this.#errors + text.toString()).slice(-4000)
    })
    child.stdin.on('error', () => {})
    child.on('error', (error) => this.#fail(error))
    child.on('exit', (code, signal) => this.#fail(new Error(`exit ${code ?? signal}: ${this.#errors}`)))
  }

  #fail(error: Error): void {
    this.#ended ??= error
    this.#take?.({ failed: this.#ended.message })
  }

  ask<Answer extends object>(request: object, expectedMilliseconds = 0): Promise<Answer | { readonly failed: string }> {
    this.#process.stdin?.write(`${JSON.stringify(request)}\n`)
    return this.answer(expectedMilliseconds)
  }

  answer<Answer extends object>(expectedMilliseconds = 0): Promise<Answer | { readonly failed: string }> {
    return new Promise((resolve) => {
      const settle = (message: object): void => {
        clearTimeout(timer)
        this.#take = undefined
        resolve(message as Answer)
      }
      const timer = setTimeout(() => {
        this.#process.kill('SIGKILL')
        this.#ended ??= new Error(`The process did not answer in time: ${this.#errors}`)
        settle({ failed: this.#ended.message })
      }, patience + expectedMilliseconds)
      this.#take = settle
      const early = this.#early.shift()
      if (early !== undefined) settle(early)
      else if (this.#ended !== undefined) settle({ failed: this.#ended.message })
    })
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const exited = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.stdin?.end()
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 3000)
    await exited
    clearTimeout(timer)
  }
}
