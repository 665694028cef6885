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
   * Makes a value of the host one of the realm, in place and with all that is in it. The value must be nobody else's. A promise is one
   * that follows it.
   */
  adopt<Value>(value: Value): Value
  /** Objects that have the host's prototype get the realm's instead when they are adopted. */
  adoptAs(host: Prototype, own: object): void
  /** A function of the realm that calls one of the host: what that gives, or throws, is adopted. `length` is 0, as in Chromium. */
  exposeFunction(name: string, run: (...args: unknown[]) => unknown): object
  isPromise(value: unknown): boolean
}

/** `context` is one that is there already, such as that of a page; by default a new one. */
export function createRealm(context: vm.Context = vm.createContext(vm.constants.DONT_CONTEXTIFY)): Realm {
  const run = (source: string, filename: string): unknown => new vm.Script(source, { filename }).runInContext(context)
  const intrinsic = (name: string): Constructor => run(name, 'intrinsics') as Constructor
  const prototypes = new Map<Prototype, object>(
    hostIntrinsics.map((host) => [host.prototype as object, intrinsic(host.name).prototype as object]),
  )
  const OwnPromise = intrinsic('Promise') as unknown as PromiseConstructor

  const adopt = (value: unknown): unknown => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype === Promise.prototype) return adoptPromise(value as Promise<unknown>)
    const own = prototypes.get(prototype as Prototype)
    if (own === undefined) return value
    Object.setPrototypeOf(value, own)
    if (prototype === Object.prototype || prototype === Array.prototype) adoptContents(value as Record<string, unknown>)
    return value
  }
  const adoptContents = (value: Record<string, unknown>): void => {
    for (const key in value) {
      const content = value[key]
      // Nearly all are numbers and strings, which need no write.
      if (typeof content === 'object' || typeof content === 'function') value[key] = adopt(content)
    }
  }
  const adoptPromise = (promise: Promise<unknown>): Promise<unknown> =>
    new OwnPromise((resolve, reject) => {
      promise.then(
        (value) => resolve(adopt(value)),
        (error: unknown) => reject(adopt(error)),
      )
    })

  return {
    global: run('globalThis', 'global') as Record<string, unknown>,
    run,
    adopt: adopt as Realm['adopt'],
    adoptAs: (host, own) => void prototypes.set(host, own),
    isPromise: (value) => value instanceof OwnPromise,
    exposeFunction(name, call) {
      const exposed = (...args: unknown[]): unknown => {
        try {
          return adopt(call(...args))
        } catch (error) {
          throw adopt(error)
        }
      }
      Object.defineProperty(exposed, 'name', { value: name, configurable: true })
      return adopt(exposed) as object
    },
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
