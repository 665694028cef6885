/**
 * Gives a realm a class of the host, such as URL or TextEncoder. The realm gets a subclass, so that an app that changes
 * the class or its prototype changes nothing in the host. The results of its methods and getters belong to the realm,
 * too.
 */
import type { Realm } from './realm.ts'

type HostClass = new (...args: unknown[]) => object

/**
 * Makes the realm's class. An instance that the host made becomes an instance of the new class when it is adopted. If
 * the host calls a function of the app, such as a listener, its exceptions go to `onError`.
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

/** Makes an object of the realm with the methods of an object of the host, such as `performance`. */
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
  // Each function has one guard: removeEventListener must find the guard that addEventListener was given.
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

/** The members of an object and of its prototypes. If two members have one name, the nearer counts. */
function membersOf(prototype: object): Map<string, PropertyDescriptor> {
  const members = new Map<string, PropertyDescriptor>()
  for (let each = prototype; each !== null && each !== Object.prototype; each = Object.getPrototypeOf(each) as object) {
    for (const [key, member] of Object.entries(Object.getOwnPropertyDescriptors(each))) {
      if (key !== 'constructor' && !members.has(key)) members.set(key, member)
    }
  }
  return members
}
