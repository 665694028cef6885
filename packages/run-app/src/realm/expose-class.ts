/**
 * A class of the host, such as URL or TextEncoder, for a realm: a class of its own that inherits from it, so that an app which
 * changes it, or its prototype, changes nothing of the host's. What its methods and getters give is of the realm as well.
 */
import type { Realm } from './realm.ts'

type HostClass = new (...args: unknown[]) => object

/**
 * Instances that the host makes are instances of the new class once they are adopted. What a function of the app throws when the
 * host calls it, such as a listener, goes to `onError`.
 */
export function exposeClass(
  realm: Realm,
  Host: HostClass,
  onError: (context: string, error: unknown) => void,
): unknown {
  const expose = exposer(realm, onError)
  const Exposed = { [Host.name]: class extends Host {} }[Host.name] as HostClass
  Object.defineProperty(Exposed.prototype, Symbol.toStringTag, { value: Host.name, configurable: true })
  for (const [key, member] of membersOf(Host.prototype as object)) {
    const { value, get, set } = member
    if (typeof value === 'function') {
      const method = value as (...args: unknown[]) => unknown
      Object.defineProperty(Exposed.prototype, key, { ...member, value: expose(method) })
    } else if (get !== undefined) {
      Object.defineProperty(Exposed.prototype, key, { ...member, get: expose(get), ...(set && { set: expose(set) }) })
    }
  }
  realm.adoptAs(Host.prototype as object, Exposed.prototype as object)
  return Exposed
}

/** An object of the host, such as `performance`: its methods, for a realm. */
export function exposeObject(realm: Realm, object: object): object {
  const methods = [...membersOf(object)].flatMap(([name, { value }]) => {
    if (typeof value !== 'function') return []
    const call = (...args: unknown[]): unknown => (value as Method).apply(object, args)
    return [[name, realm.exposeFunction(name, call)]]
  })
  return realm.adopt(Object.fromEntries(methods) as object)
}

type Method = (this: unknown, ...args: unknown[]) => unknown

function exposer(realm: Realm, onError: (context: string, error: unknown) => void): (method: Method) => Method {
  // One for each function: removeEventListener has to find what addEventListener was given.
  const guards = new WeakMap<Method, Method>()
  const guard = (callback: Method): Method => {
    const known = guards.get(callback)
    if (known !== undefined) return known
    const guarded: Method = function (...args) {
      try {
        return callback.apply(this, args.map(realm.adopt))
      } catch (error) {
        return onError('Uncaught', error)
      }
    }
    guards.set(callback, guarded)
    return guarded
  }
  return (method) =>
    function (...args) {
      try {
        const given = args.map((each) => (typeof each === 'function' ? guard(each as Method) : each))
        return realm.adopt(method.apply(this, given))
      } catch (error) {
        throw realm.adopt(error)
      }
    }
}

/** Those of an object and of the ones it inherits from, the nearest of each name. */
function membersOf(prototype: object): Map<string, PropertyDescriptor> {
  const members = new Map<string, PropertyDescriptor>()
  for (let each = prototype; each !== null && each !== Object.prototype; each = Object.getPrototypeOf(each) as object) {
    for (const [key, member] of Object.entries(Object.getOwnPropertyDescriptors(each))) {
      if (key !== 'constructor' && !members.has(key)) members.set(key, member)
    }
  }
  return members
}
