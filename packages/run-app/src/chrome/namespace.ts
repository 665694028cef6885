/**
 * Namespaces as data, and how one becomes an object of a page: arguments are checked, answers go to a callback or
 * a promise, each in a turn of its own, and an error is lastError or a rejection.
 *
 * The bindings of `@chrome-socket/api` serve one global object and its one `chrome.runtime`, in the order of Chromium's socket calls. Here an app
 * has a page for each window, with a realm and a lastError of its own, and no order is promised between two namespaces.
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
  /** Where it is: `alarms`, `app.window`. */
  readonly path: string
  /** Each with its arguments already checked, its callback left out. Gives the answer, or a promise of it. */
  readonly functions: readonly ApiFunction[]
  readonly events?: Readonly<Record<string, EventChannel>>
  /** Enums and other values. */
  readonly constants?: Readonly<Record<string, unknown>>
  /** What the names of types in signatures mean. */
  readonly types?: Types
}

export interface ApiFunction {
  /** As Chromium prints it. The name is that before the parenthesis. */
  readonly signature: string
  readonly run: (args: never, caller: AppPage) => unknown
  /** For a function that gives a value at once, beside what it tells its callback. */
  readonly atOnce?: (args: never) => unknown
  /** What the names of types mean in this signature only. */
  readonly types?: Types
}

/** What a callback finds in lastError, or a promise is rejected with. */
export class ApiError extends Error {
  /** Some callbacks are given something in spite of the error. */
  readonly args: readonly unknown[]

  constructor(message: string, ...args: readonly unknown[]) {
    super(message)
    this.args = args
  }
}

/** An error that only a callback hears of: a promise is fulfilled with undefined. */
export class CallbackError extends ApiError {}

/** Something about the arguments that their types do not tell: the call throws, with the signature before the text. */
export class ArgumentProblem extends Error {}

/** Several arguments for one callback. */
export class Answers {
  readonly args: readonly unknown[]

  constructor(...args: readonly unknown[]) {
    this.args = args
  }
}

/** The namespace's object in the realm of `page`. */
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

/** Chromium's TypeErrors are thrown by the call. Any other failure is its answer. */
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
