/**
 * Makes the functions that an app calls from a table. Each checks its arguments, runs and answers. Source: Chromium
 * extensions/renderer/bindings/api_binding.cc
 */
import { Error, Promise } from '../backend/globals.ts'
import { CallWithCallback, CallWithPromise, callWithoutAnswer } from './answers.ts'
import type { Answers, Call, Callback } from './answers.ts'
import { argumentResolver } from './arguments.ts'
import type { AnyFunctionEntry } from './function-table.ts'

const { entries } = Object

/** The app that the functions of a namespace belong to. */
export interface NamespaceHost {
  readonly answers: Answers
  /** Returns whether the app has been closed. Its functions then throw `Extension context invalidated.` */
  readonly isClosed: () => boolean
  /** Binds a callback to the async context of its call. */
  readonly keepContext: (callback: Callback) => Callback
}

/**
 * Makes the functions of `table`, in alphabetical order, as in Chromium. `name` is the name of the namespace in
 * TypeErrors, such as `sockets.tcp`.
 */
export function makeFunctions<App>(
  name: string,
  table: Readonly<Record<string, AnyFunctionEntry<App>>>,
  app: App,
  host: NamespaceHost,
): Record<string, (...provided: unknown[]) => unknown> {
  const functions: Record<string, (...provided: unknown[]) => unknown> = {}
  for (const [functionName, entry] of entries(table).sort(([a], [b]) => (a < b ? -1 : 1))) {
    functions[functionName] = makeFunction(`${name}.${functionName}`, functionName, entry, app, host)
  }
  return functions
}

function makeFunction<App>(
  fullName: string,
  functionName: string,
  entry: AnyFunctionEntry<App>,
  app: App,
  { answers, isClosed, keepContext }: NamespaceHost,
): (...provided: unknown[]) => unknown {
  const callbackIndex = entry.parameters.length
  const resolveArguments = argumentResolver(fullName, entry)
  const makeCall = entry.makeCall ?? makeCallWithCallback
  const run = (call: Call<unknown>, args: readonly unknown[]): void => {
    const outer = answers.enterCall()
    try {
      // No function has more than five arguments. Spreading them would take 30 ns more in JavaScriptCore, and 10 in V8.
      entry.run(app, call, args[0], args[1], args[2], args[3], args[4])
    } finally {
      answers.leaveCall(outer)
    }
  }
  const named = {
    [functionName](...provided: unknown[]): unknown {
      if (isClosed()) throw new Error('Extension context invalidated.')
      const args = resolveArguments(provided)
      if (entry.answer === 'none') return run(callWithoutAnswer, args)
      const callback = args[callbackIndex] as Callback | undefined
      if (callback !== undefined) return run(makeCall(answers, keepContext(callback)), args)
      return new Promise((resolve, reject) => run(new CallWithPromise(answers, resolve, reject), args))
    },
  }
  return named[functionName] as (...provided: unknown[]) => unknown
}

function makeCallWithCallback(answers: Answers, callback: Callback): Call<unknown> {
  return new CallWithCallback(answers, callback)
}
