/**
 * Makes the functions that an app calls, from their specifications: check the arguments, run, answer.
 * Source: Chromium extensions/renderer/bindings/api_binding.cc
 */
import { argumentResolver } from './arguments.ts'
import type { Call } from './call.ts'
import type { ChromeSocket } from './chrome-socket.ts'
import type { Callback, Delivery } from './delivery.ts'
import { functions } from './functions.ts'
import type { App, Handler } from './functions.ts'
import { functionSpecs } from './idl.ts'
import type { FunctionSpec } from './idl.ts'

/** `isClosed` tells whether the app has been closed; its functions then throw what Chromium's do. */
export function makeSocketNamespace(app: App, delivery: Delivery, isClosed: () => boolean): ChromeSocket {
  const namespace: Record<string, unknown> = {}
  for (const spec of functionSpecs) {
    namespace[spec.name] = makeFunction(spec, functions[spec.name], app, delivery, isClosed)
  }
  namespace['SocketType'] = { TCP: 'tcp', UDP: 'udp' }
  return namespace as unknown as ChromeSocket
}

function makeFunction(
  spec: FunctionSpec,
  handler: Handler,
  app: App,
  delivery: Delivery,
  isClosed: () => boolean,
): (...provided: unknown[]) => unknown {
  const callbackIndex = spec.hasCallback ? spec.parameters.length - 1 : -1
  const resolveArguments = argumentResolver(spec)
  const run = (call: Call, resolved: readonly never[]): void => {
    const outer = delivery.enterCall()
    try {
      handler(app, call, ...resolved)
    } finally {
      delivery.leaveCall(outer)
    }
  }
  const runForPromise = (resolved: readonly never[]): Promise<unknown> =>
    new Promise((resolve, reject) => run(new CallWithPromise(delivery, resolve, reject), resolved))
  return {
    [spec.name](...provided: unknown[]): unknown {
      if (isClosed()) throw new Error('Extension context invalidated.')
      const resolved = resolveArguments(provided) as readonly never[]
      if (!spec.hasCallback) return run(callWithoutAnswer, resolved)
      const callback = resolved[callbackIndex] as Callback | undefined
      return callback === undefined ? runForPromise(resolved) : run(new CallWithCallback(delivery, callback), resolved)
    },
  }[spec.name] as (...provided: unknown[]) => unknown
}

class CallWithCallback implements Call {
  readonly #delivery: Delivery
  readonly #callback: Callback

  constructor(delivery: Delivery, callback: Callback) {
    this.#delivery = delivery
    this.#callback = callback
  }

  respond(result?: unknown, error?: string): void {
    this.#delivery.answer(this.#callback, result, error)
  }
}

class CallWithPromise implements Call {
  readonly #delivery: Delivery
  readonly #resolve: (result: unknown) => void
  readonly #reject: (error: Error) => void

  constructor(delivery: Delivery, resolve: (result: unknown) => void, reject: (error: Error) => void) {
    this.#delivery = delivery
    this.#resolve = resolve
    this.#reject = reject
  }

  respond(result?: unknown, error?: string): void {
    const settle = (): void => (error === undefined ? this.#resolve(result) : this.#reject(new Error(error)))
    this.#delivery.answer(settle, undefined, undefined)
  }
}

const callWithoutAnswer: Call = { respond() {} }
