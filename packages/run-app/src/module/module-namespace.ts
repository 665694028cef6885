/**
 * The namespace object of a module, which `import * as` and `import()` give.
 * Source: Module Namespace Exotic Objects, https://tc39.es/ecma262/#sec-module-namespace-exotic-objects; the words of the
 * errors and the order of numeric names are Chromium's.
 */
import { exportedNames, isResolved, resolveExport } from './export-names.ts'
import type { ResolvedBinding } from './export-names.ts'
import type { ModuleRealm } from './module-realm.ts'
import type { ModuleRecord, Read } from './module-record.ts'

/** The namespace object of a module. It is the same each time. */
export function namespaceOf(module: ModuleRecord, own: ModuleRealm): object {
  return (module.namespace ??= makeNamespace(module, own))
}

/**
 * Makes the function that reads a binding. The binding may be initialized later, so it is looked up at the first use.
 * @param localName the name in the message of the ReferenceError
 */
export function readerOf({ module, bindingName }: ResolvedBinding, localName: string, own: ModuleRealm): Read {
  if (bindingName === null) return () => namespaceOf(module, own)
  let read: Read | undefined
  return () => {
    try {
      return (read ??= module.bindings.get(bindingName) as Read)()
    } catch {
      // Reading a binding can fail for this reason only.
      throw own.error(ReferenceError, `Cannot access '${localName}' before initialization`)
    }
  }
}

function makeNamespace(module: ModuleRecord, own: ModuleRealm): object {
  const readers = new Map<string, Read>()
  // The properties of the target keep the rules of a Proxy: they are writable, but not configurable.
  const target = Object.create(null) as object
  for (const name of [...exportedNames(module)].toSorted()) {
    const resolution = resolveExport(module, name)
    if (!isResolved(resolution)) continue
    const read = readerOf(resolution, name, own)
    readers.set(name, read)
    Object.defineProperty(target, name, { value: shownValue(read), writable: true, enumerable: true })
  }
  Object.defineProperty(target, Symbol.toStringTag, { value: 'Module' })
  return new Proxy(Object.preventExtensions(target), namespaceHandler(readers, own))
}

/** The value that the runtime's console shows, which looks behind a Proxy. The app gets the value of the time when it asks. */
function shownValue(read: Read): unknown {
  try {
    return read()
  } catch {
    return undefined
  }
}

function namespaceHandler(readers: ReadonlyMap<string, Read>, own: ModuleRealm): ProxyHandler<object> {
  const readerFor = (key: string | symbol): Read | undefined => (typeof key === 'string' ? readers.get(key) : undefined)
  const descriptorOf = (target: object, key: string | symbol): PropertyDescriptor | undefined => {
    const read = readerFor(key)
    return read === undefined
      ? Reflect.getOwnPropertyDescriptor(target, key)
      : { value: read(), writable: true, enumerable: true, configurable: false }
  }
  return {
    get(target, key) {
      const read = readerFor(key)
      if (read === undefined) return Reflect.get(target, key)
      try {
        return read()
      } catch (error) {
        const { message } = error as Error
        throw own.error(ReferenceError, `Failed to read the '${String(key)}' property from 'Module': ${message}`)
      }
    },
    set: () => false,
    getOwnPropertyDescriptor: descriptorOf,
    defineProperty(target, key, asked) {
      if (typeof key === 'symbol') return Reflect.defineProperty(target, key, asked)
      const current = descriptorOf(target, key)
      if (current === undefined || 'get' in asked || 'set' in asked) return false
      return Object.entries(asked).every(([field, value]) => Object.is(value, current[field as 'value']))
    },
  }
}
