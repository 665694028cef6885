/**
 * Runs a handshake: each message takes it a step further through the table of states. A step may be asynchronous, and
 * no message is taken until it is done.
 */
import { Promise, Uint8Array } from '../bytes/globals.ts'
import { TlsFault } from '../wire/fault.ts'
import { MessageReader, type HandshakeMessage } from '../wire/handshake-message.ts'
import { startClient, takeStep } from './client.ts'
import type { HandshakeContext } from './context.ts'
import type { State, Step } from './state.ts'

const changeCipherSpec: HandshakeMessage = { name: undefined, body: new Uint8Array(0), raw: new Uint8Array(0) }

export class Handshake {
  readonly #context: HandshakeContext
  readonly #onStepped: () => void
  readonly #onFault: (error: unknown) => void
  readonly #messages = new MessageReader()
  /** Undefined until the ClientHello has been made. */
  #state: State | undefined
  #isStepping = false
  #isStopped = false

  /** `onStepped` is called when an asynchronous step is done and the messages that waited for it have been taken. */
  constructor(context: HandshakeContext, onStepped: () => void, onFault: (error: unknown) => void) {
    this.#context = context
    this.#onStepped = onStepped
    this.#onFault = onFault
  }

  get state(): State | undefined {
    return this.#state
  }

  /** Whether a step is running. */
  get isStepping(): boolean {
    return this.#isStepping
  }

  /** Whether a message waits for a step, or is not complete. */
  get isMessagePending(): boolean {
    return this.#messages.pending
  }

  /** Sends the ClientHello. */
  start(): void {
    this.#isStepping = true
    this.#await(startClient(this.#context))
  }

  /** Takes the content of a handshake record. Throws the fault in it. */
  take(content: Uint8Array): void {
    if (this.#state?.name === 'wait_change_cipher_spec') {
      throw new TlsFault('unexpected_message', 'a message before the ChangeCipherSpec')
    }
    this.#messages.push(content)
    this.#takeMessages()
  }

  /** Takes the content of a ChangeCipherSpec that changes keys. Throws the fault in it. */
  takeChangeCipherSpec(content: Uint8Array): void {
    if (this.#state?.name === 'wait_change_cipher_spec' && (content.length !== 1 || content[0] !== 1)) {
      throw new TlsFault('illegal_parameter', 'a malformed ChangeCipherSpec')
    }
    this.#step('change_cipher_spec', changeCipherSpec)
  }

  /** Takes no more steps. A step that is running has no effect when it is done. */
  stop(): void {
    this.#isStopped = true
  }

  #takeMessages(): void {
    while (!this.#isStepping && !this.#isStopped) {
      const message = this.#messages.next()
      if (message === undefined) return
      this.#step(message.name, message)
    }
  }

  #step(step: Step | undefined, message: HandshakeMessage): void {
    // The state is defined: no message is taken before the ClientHello has led to the first state.
    const next = takeStep(this.#context, this.#state as State, step, message)
    if (next instanceof Promise) this.#await(next)
    else this.#state = next
  }

  #await(next: Promise<State>): void {
    this.#isStepping = true
    next.then(
      (state) => this.#stepped(state),
      (error: unknown) => this.#onFault(error),
    )
  }

  #stepped(state: State): void {
    this.#state = state
    this.#isStepping = false
    try {
      this.#takeMessages()
    } catch (error) {
      this.#onFault(error)
      return
    }
    this.#onStepped()
  }
}
