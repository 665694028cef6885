/**
 * A realm: a global object with an Array, an Object, a Promise … of its own, in which an app's scripts run. An app that changes
 * them changes its own alone.
 *
 * What comes from the host is made the realm's own by its prototype: an ArrayBuffer of the host whose prototype is the realm's is
 * `instanceof ArrayBuffer` there, has its `constructor` and methods, and its bytes are where they were. In Node 24 this takes
 * 0.1 µs for a buffer; a copy or a transfer takes more than the read that brought it. `Symbol.hasInstance` on the realm's ArrayBuffer would
 * answer `instanceof` only.
 *
 * A realm is no sandbox: an app can reach the host, and is trusted as any program that you start.
 * Source: https://nodejs.org/api/vm.html; Bun and Deno have the same.
 */
import vm from 'node:vm'

type Prototype = object | null
type Constructor = new (...args: never[]) => object

/** A global object with built-ins of its own, in which an app's scripts run. */
export interface Realm {
  /** `globalThis` of the realm. */
  readonly global: Record<string, unknown>
  /** Runs a classic script. `filename` stands in stack traces. */
  run(source: string, filename: string): unknown
  /**
   * Makes a value of the host, with all that is in it, one of the realm. It must be nobody else's: buffers and lists are changed in
   * place, objects are copied, and a promise is a new one that follows it.
   */
  adopt<Value>(value: Value): Value
  /** Objects that have the host's prototype get the realm's instead when they are adopted. */
  adoptAs(host: Prototype, own: object): void
  /** A function of the realm that calls one of the host: what that gives, or throws, is adopted. `length` is 0, as in Chromium. */
  exposeFunction(name: string, run: (...args: unknown[]) => unknown): object
  /** The same for a function that takes its arguments in a list, which is its own. */
  exposeCall(name: string, run: (args: unknown[]) => unknown): object
  /** Whether a value is a promise of the realm. */
  isPromise(value: unknown): boolean
}

/**
 * Makes a realm: a global object with built-ins of its own, in which an app's scripts run.
 * @param context one that is there already, such as that of a page; by default a new one
 * @errors Cannot fail. `run` throws what the script throws, and a SyntaxError of the realm for a script that is none.
 * @example
 * import { createRealm } from '@chrome-socket/run-app'
 *
 * const realm = createRealm()
 * realm.run('globalThis.answer = [6 * 7]', 'app.js')
 * console.log(realm.global.answer instanceof Array) // false: the realm has an Array of its own
 */
export function createRealm(context: vm.Context = vm.createContext(vm.constants.DONT_CONTEXTIFY)): Realm {
  const run = (source: string, filename: string): unknown => new vm.Script(source, { filename }).runInContext(context)
  const intrinsic = (name: string): Constructor => run(name, 'intrinsics') as Constructor
  const prototypes = new Map<Prototype, object>(
    hostIntrinsics.map((host) => [host.prototype as object, intrinsic(host.name).prototype as object]),
  )
  const OwnPromise = intrinsic('Promise') as unknown as PromiseConstructor

  /** An object literal: nothing that the app has changed has a part in it, such as a setter of its `Object.prototype`. */
  const copyShallow = run('(value) => ({ ...value })', 'copy') as (
    value: Readonly<Record<string, unknown>>,
  ) => Record<string, unknown>

  const adopt = (value: unknown): unknown => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype === Object.prototype) return copyOf(value as Record<string, unknown>)
    if (prototype === Promise.prototype) return adoptPromise(value as Promise<unknown>)
    const own = prototypes.get(prototype as Prototype)
    if (own === undefined) return value
    Object.setPrototypeOf(value, own)
    if (Array.isArray(value)) for (let index = 0; index < value.length; index += 1) value[index] = adopt(value[index])
    return value
  }
  /** Copies cost a third of what a change of the prototype does, where there are few properties. */
  const copyOf = (value: Readonly<Record<string, unknown>>): object => {
    const copy = copyShallow(value)
    for (const key in value) {
      const inner = value[key]
      if (typeof inner === 'object' || typeof inner === 'function') copy[key] = adopt(inner)
    }
    return copy
  }
  const adoptPromise = (promise: Promise<unknown>): Promise<unknown> =>
    new OwnPromise((resolve, reject) => {
      promise.then(
        (value) => resolve(adopt(value)),
        (error: unknown) => reject(adopt(error)),
      )
    })

  const exposeCall = (name: string, call: (args: unknown[]) => unknown): object => {
    const exposed = (...args: unknown[]): unknown => {
      try {
        return adopt(call(args))
      } catch (error) {
        throw adopt(error)
      }
    }
    Object.defineProperty(exposed, 'name', { value: name, configurable: true })
    return adopt(exposed) as object
  }

  return {
    global: run('globalThis', 'global') as Record<string, unknown>,
    run,
    adopt: adopt as Realm['adopt'],
    adoptAs: (host, own) => void prototypes.set(host, own),
    isPromise: (value) => value instanceof OwnPromise,
    exposeFunction: (name, call) => exposeCall(name, (args) => call(...args)),
    exposeCall,
  }
}

/** What the API, and the runtime below it, make values of. */
const hostIntrinsics: readonly { readonly name: string; readonly prototype: unknown }[] = [
  Object,
  Array,
  Function,
  ArrayBuffer,
  Uint8Array,
  Map,
  Set,
  Date,
  Error,
  TypeError,
  RangeError,
  SyntaxError,
  ReferenceError,
]
