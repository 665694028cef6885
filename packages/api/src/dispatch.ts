/**
 * Makes the functions that an app calls, from their specifications: check the arguments, run, answer.
 * Source: Chromium extensions/renderer/bindings/api_binding.cc
 */
import { argumentResolver } from './arguments.ts'
import type { ChromeSocket } from './chrome-socket.ts'
import type { Callback, Delivery } from './delivery.ts'
import { functions } from './functions.ts'
import type { App, Handler, Respond } from './functions.ts'
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
  const run = (resolved: readonly never[], respond: Respond): void => {
    const outer = delivery.enterCall()
    try {
      handler(app, respond, ...resolved)
    } finally {
      delivery.leaveCall(outer)
    }
  }
  return {
    [spec.name](...provided: unknown[]): unknown {
      if (isClosed()) throw new Error('Extension context invalidated.')
      const resolved = resolveArguments(provided) as readonly never[]
      if (!spec.hasCallback) return run(resolved, () => {})
      const callback = resolved[callbackIndex] as Callback | undefined
      if (callback !== undefined) {
        return run(resolved, (result, error) => delivery.answer(callback, result, error))
      }
      return new Promise((resolve, reject) => {
        run(resolved, (result, error) => {
          const settle: Callback = () => (error === undefined ? resolve(result) : reject(new Error(error)))
          delivery.answer(settle, undefined, undefined)
        })
      })
    },
  }[spec.name] as (...provided: unknown[]) => unknown
}
