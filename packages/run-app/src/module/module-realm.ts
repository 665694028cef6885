/** The parts of a realm that modules need. They are taken before a script of the app can change them. */
import type { Realm } from '../realm/realm.ts'
import type { ModuleBody } from './module-record.ts'
import type { Position } from './module-source.ts'

type ErrorClass = ErrorConstructor | SyntaxErrorConstructor

export interface ModuleRealm {
  readonly realm: Realm
  parseJson(text: string): unknown
  /** Runs the generator of a module that awaits something. Calls `fulfilled` or `rejected` at the end. */
  drive(body: ModuleBody, fulfilled: () => void, rejected: (error: unknown) => void): void
  /** Makes the functions of a `for await` loop outside functions. */
  readonly makeLoop: unknown
  /** Makes an error of the realm. Its stack names a place in the app, if there is one. */
  error(Class: ErrorClass, message: string, url?: string, position?: Position): Error
}

export function moduleRealm(realm: Realm): ModuleRealm {
  return {
    realm,
    parseJson: realm.run('JSON.parse', 'modules') as (text: string) => unknown,
    drive: realm.run(driver, 'modules') as ModuleRealm['drive'],
    makeLoop: realm.run(loop, 'modules'),
    error(Class, message, url, position) {
      const error = realm.adopt(new Class(message))
      if (url === undefined) return error
      const { line, column } = position ?? { line: 1, column: 0 }
      const stack = `${error.name}: ${message}\n    at ${url}:${line}:${column + 1}`
      Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true })
      return error
    },
  }
}

/** Awaits each yielded value, as the realm's async functions do. */
const driver = `((then, call) => (body, fulfilled, rejected) => {
  const run = async () => {
    let step = body.next()
    while (!step.done) {
      let value
      try { value = await step.value } catch (error) { step = body.throw(error); continue }
      step = body.next(value)
    }
  }
  call(then, run(), [() => fulfilled(), (error) => rejected(error)])
})(Promise.prototype.then, Reflect.apply)`

/** The iteration of a `for await` loop. `yield*` turns a synchronous iterable into an asynchronous one. */
const loop = `() => {
  let steps
  let hasFailed = false
  return {
    value: undefined,
    open(iterable) {
      steps = (async function* () { yield* iterable })()
    },
    next() {
      return steps.next()
    },
    take({ done, value }) {
      this.value = value
      return !done
    },
    fail(error) {
      hasFailed = true
      throw error
    },
    *close() {
      try { yield steps?.return() } catch (error) { if (!hasFailed) throw error }
    },
  }
}`
