/**
 * A realm: a global object with its own built-ins (Array, Object, Promise …), in which an app's scripts run. An app
 * that changes the built-ins changes only its own.
 *
 * A value of the host becomes the realm's by a change of its prototype. An ArrayBuffer of the host with the realm's
 * prototype is `instanceof ArrayBuffer` there, has the realm's `constructor` and methods, and its bytes are not copied.
 * In Node 24 the change takes 0.1 µs for a buffer; a copy or a transfer takes longer than the read that brought the
 * buffer. `Symbol.hasInstance` on the realm's ArrayBuffer would change only `instanceof`.
 *
 * A realm is not a sandbox: an app can reach the host, and needs the same trust as any program that you start.
 * Source: https://nodejs.org/api/vm.html, which Bun and Deno implement, too.
 */
import vm from 'node:vm'

type Prototype = object | null
type Constructor = new (...args: never[]) => object

/** A global object with its own built-ins, in which an app's scripts run. */
export interface Realm {
  /** The `globalThis` of the realm. */
  readonly global: Record<string, unknown>
  /** Runs a classic script. `filename` is the name in stack traces. */
  run(source: string, filename: string): unknown
  /**
   * Makes a value of the host, with all its contents, a value of the realm. The caller must own it: buffers and lists
   * are changed in place, objects are copied, and a promise gets a new promise that follows it.
   */
  adopt<Value>(value: Value): Value
  /** Does the same for a message, whose objects may refer to each other. All of them are changed in place. */
  receive<Value>(value: Value): Value
  /** Gives objects whose prototype is `host` the prototype `own` when they are adopted. */
  adoptAs(host: Prototype, own: object): void
  /**
   * Makes a function of the realm that calls a function of the host. The result, or the exception, is adopted. The new
   * function's `length` is 0, as in Chromium.
   */
  exposeFunction(name: string, run: (...args: unknown[]) => unknown): object
  /** Does the same for a function that takes its arguments in a list. The function owns the list. */
  exposeCall(name: string, run: (args: unknown[]) => unknown): object
  /** Whether a value is a promise of the realm. */
  isPromise(value: unknown): boolean
}

/**
 * Makes a realm: a global object with its own built-ins, in which an app's scripts run.
 * @param context an existing context, such as a page's; by default a new context
 * @errors Cannot fail. `run` throws the exceptions of the script, and a SyntaxError of the realm for invalid syntax.
 * @example
 * import { createRealm } from '@chrome-socket/run-app'
 *
 * const realm = createRealm()
 * realm.run('globalThis.answer = [6 * 7]', 'app.js')
 * console.log(realm.global.answer instanceof Array) // false: the realm has its own Array
 */
export function createRealm(context: vm.Context = vm.createContext(vm.constants.DONT_CONTEXTIFY)): Realm {
  const run = (source: string, filename: string): unknown => new vm.Script(source, { filename }).runInContext(context)
  const intrinsic = (name: string): Constructor => run(name, 'intrinsics') as Constructor
  const prototypes = new Map<Prototype, object>(
    hostIntrinsics.map((host) => [host.prototype as object, intrinsic(host.name).prototype as object]),
  )
  const OwnPromise = intrinsic('Promise') as unknown as PromiseConstructor

  /**
   * Copies by an object literal, which runs nothing that the app has changed, such as a setter of its
   * `Object.prototype`.
   */
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
  /** Copies an object. For few properties a copy costs a third of a change of the prototype. */
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

  const receive = (value: unknown, seen: Set<unknown>): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return
    seen.add(value)
    const own = prototypes.get(Object.getPrototypeOf(value) as Prototype)
    if (own === undefined) return
    const inner =
      value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : (Object.values(value) as unknown[])
    Object.setPrototypeOf(value, own)
    if (ArrayBuffer.isView(value)) return receive(value.buffer, seen)
    for (const each of inner) receive(each, seen)
  }

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
    receive(value) {
      receive(value, new Set())
      return value
    },
    adoptAs: (host, own) => void prototypes.set(host, own),
    isPromise: (value) => value instanceof OwnPromise,
    exposeFunction: (name, call) => exposeCall(name, (args) => call(...args)),
    exposeCall,
  }
}

/** The classes of the values that the API and the runtime below it make. */
const hostIntrinsics: readonly { readonly name: string; readonly prototype: unknown }[] = [
  Object,
  Array,
  Function,
  ArrayBuffer,
  SharedArrayBuffer,
  DataView,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  Map,
  Set,
  Date,
  RegExp,
  Boolean,
  Number,
  String,
  Error,
  EvalError,
  URIError,
  TypeError,
  RangeError,
  SyntaxError,
  ReferenceError,
]
