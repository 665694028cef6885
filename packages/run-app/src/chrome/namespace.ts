/**
 * Describes namespaces as data, and makes their objects in a page. A call checks its arguments. Its answer goes to a
 * callback, in its own turn, or to a promise. An error is lastError, or the reason of the rejected promise.
 *
 * The bindings of `@chrome-socket/api` are not used: they serve one global object with one `chrome.runtime`, in the
 * order of Chromium's socket calls. Here an app has a page for each window, each page has its own realm and lastError,
 * and the order of two namespaces is not defined.
 */
import { setImmediate } from 'node:timers'
import { invocationError, resolveArguments } from './arguments.ts'
import type { Types } from './arguments.ts'
import type { AppPage } from './app-page.ts'
import type { EventChannel } from './event.ts'
import { parseSignature } from './signature.ts'
import type { Signature } from './signature.ts'

/** A part of `chrome`. */
export interface Namespace {
  /** The path below `chrome`: `alarms`, `app.window`. */
  readonly path: string
  /** The functions of the namespace. */
  readonly functions: readonly ApiFunction[]
  readonly events?: Readonly<Record<string, EventChannel>>
  /** Enums and other values. */
  readonly constants?: Readonly<Record<string, unknown>>
  /** The types that the signatures name. */
  readonly types?: Types
}

export interface ApiFunction {
  /** The signature, as Chromium prints it. The name of the function is the part before the parenthesis. */
  readonly signature: string
  /** Answers a call, by a value or a promise. `args` have been checked, and do not include the callback. */
  readonly run: (args: never, caller: AppPage) => unknown
  /** Makes the value that the call itself returns, beside the answer to the callback. */
  readonly atOnce?: (args: never) => unknown
  /** The types that only this signature names. */
  readonly types?: Types
}

/** The error of a call: lastError in its callback, or the reason of its rejected promise. */
export class ApiError extends Error {
  /** The arguments of the callback. Some callbacks get arguments in spite of the error. */
  readonly args: readonly unknown[]

  constructor(message: string, ...args: readonly unknown[]) {
    super(message)
    this.args = args
  }
}

/** An error that only a callback hears. A promise is fulfilled with undefined. */
export class CallbackError extends ApiError {}

/** A fault in the arguments that their types do not show. The call throws, with the signature before the message. */
export class ArgumentProblem extends Error {}

/** An answer with several arguments for the callback, or with the single argument undefined. */
export class Answers {
  readonly args: readonly unknown[]

  constructor(...args: readonly unknown[]) {
    this.args = args
  }
}

/** Makes an enum of `chrome` from its values: `['added']` gives `{ ADDED: 'added' }`. */
export function enumOf(values: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(values.map((value) => [value.toUpperCase(), value]))
}

/** Makes the object of a namespace in the realm of `page`. */
export function bindNamespace(namespace: Namespace, page: AppPage): Record<string, unknown> {
  const bound: Record<string, unknown> = {}
  for (const [name, channel] of Object.entries(namespace.events ?? {})) bound[name] = channel.objectFor(page)
  for (const api of namespace.functions) {
    const name = api.signature.slice(0, api.signature.indexOf('(')).split('.').at(-1) as string
    bound[name] = page.realm.exposeFunction(name, bindFunction(api, { ...namespace.types, ...api.types }, page))
  }
  return Object.assign(bound, structuredClone(namespace.constants ?? {}))
}

function bindFunction(api: ApiFunction, types: Types, page: AppPage): (...args: unknown[]) => unknown {
  const signature = parseSignature(api.signature)
  return (...args) => {
    const { values, callback } = resolveArguments(signature, types, args)
    if (signature.callback === 'none') return run(api, signature, values, page)
    const answered = settled(() => run(api, signature, values, page))
    if (callback !== undefined || api.atOnce !== undefined) {
      void deliver(page, callback ?? (() => {}), answered)
      return api.atOnce?.(values as never)
    }
    return answered.then(valueOf, (error: unknown) => {
      if (error instanceof CallbackError) return undefined
      throw error instanceof ApiError ? new Error(error.message) : error
    })
  }
}

function run(api: ApiFunction, signature: Signature, values: readonly unknown[], page: AppPage): unknown {
  try {
    return api.run(values as never, page)
  } catch (error) {
    throw error instanceof ArgumentProblem ? invocationError(signature, error.message) : error
  }
}

/** Makes a promise of the answer. As in Chromium, the call throws TypeErrors; any other failure is an answer. */
function settled(call: () => unknown): Promise<unknown> {
  try {
    return Promise.resolve(call())
  } catch (error) {
    if (error instanceof TypeError) throw error
    return Promise.reject(error as Error)
  }
}

async function deliver(
  page: AppPage,
  callback: (...args: unknown[]) => unknown,
  answered: Promise<unknown>,
): Promise<void> {
  let args: readonly unknown[]
  let problem: string | undefined
  try {
    const value = await answered
    args = value instanceof Answers ? value.args : value === undefined ? [] : [value]
  } catch (error) {
    args = error instanceof ApiError ? error.args : []
    problem = (error as Error).message
  }
  setImmediate(() => page.answer(callback, args, problem))
}

function valueOf(answer: unknown): unknown {
  return answer instanceof Answers ? answer.args[0] : answer
}
