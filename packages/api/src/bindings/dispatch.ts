/**
 * Makes the functions that an app calls, from their specifications: check the arguments, run, answer.
 * Source: Chromium extensions/renderer/bindings/api_binding.cc
 */
import { argumentResolver } from './arguments.ts'
import type { ResolvedArguments } from './arguments.ts'
import { CallWithPromise, callWithoutAnswer } from './call.ts'
import type { Call } from './call.ts'
import type { ChromeSocket } from '../namespaces/socket/chrome-socket.ts'
import type { Callback, Delivery } from './delivery.ts'
import { callOf, functions } from '../namespaces/socket/functions.ts'
import type { App } from '../namespaces/socket/functions.ts'
import { functionSpecs } from './idl.ts'
import type { FunctionSpec } from './idl.ts'

/** `isClosed` tells whether the app has been closed; its functions then throw what Chromium's do. */
export function makeSocketNamespace(app: App, delivery: Delivery, isClosed: () => boolean): ChromeSocket {
  const namespace: Record<string, unknown> = {}
  for (const spec of functionSpecs) {
    namespace[spec.name] = makeFunction(spec, functions[spec.name] as AnyHandler, app, delivery, isClosed)
  }
  namespace['SocketType'] = { TCP: 'tcp', UDP: 'udp' }
  return namespace as unknown as ChromeSocket
}

/** Of any function, with arguments that have been checked against its specification. */
type AnyHandler = (app: App, call: Call, ...args: unknown[]) => void

function makeFunction(
  spec: FunctionSpec,
  handle: AnyHandler,
  app: App,
  delivery: Delivery,
  isClosed: () => boolean,
): (...provided: unknown[]) => unknown {
  const callbackIndex = spec.hasCallback ? spec.parameters.length - 1 : -1
  const resolveArguments = argumentResolver(spec)
  const makeCall = callOf(spec.name)
  const run = (call: Call, args: ResolvedArguments): void => {
    const outer = delivery.enterCall()
    try {
      // To spread them would take 30 ns more in JavaScriptCore, and 10 in V8.
      handle(app, call, args[0], args[1], args[2], args[3])
    } finally {
      delivery.leaveCall(outer)
    }
  }
  return {
    [spec.name](...provided: unknown[]): unknown {
      if (isClosed()) throw new Error('Extension context invalidated.')
      const args = resolveArguments(provided)
      if (!spec.hasCallback) return run(callWithoutAnswer, args)
      const callback = args[callbackIndex] as Callback | undefined
      if (callback !== undefined) return run(makeCall(delivery, callback), args)
      return new Promise((resolve, reject) => run(new CallWithPromise(delivery, resolve, reject), args))
    },
  }[spec.name] as (...provided: unknown[]) => unknown
}
