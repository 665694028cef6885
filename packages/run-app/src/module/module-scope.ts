/**
 * The scope of a module with code: its imported names, and its exports as they are now.
 * Source: InitializeEnvironment, https://tc39.es/ecma262/#sec-source-text-module-record-initialize-environment
 */
import { checkIndirectExport, requireImport } from './linking.ts'
import { readerOf } from './module-namespace.ts'
import type { ModuleRealm } from './module-realm.ts'
import type { ModuleBody, ModuleRecord, Read } from './module-record.ts'
import { defaultName } from './module-source.ts'

/** The values of `import` and `import.meta` in a module. */
export interface ModuleHooks {
  readonly importModule: object
  readonly meta: object
}

/** Throws a SyntaxError of the realm if a name that the module imports or forwards has no binding. */
export function initializeScope(module: ModuleRecord, code: string, hooks: ModuleHooks, own: ModuleRealm): void {
  const imports = importsOf(module, own)
  for (const each of module.indirectExports) checkIndirectExport(module, each, own)
  const make = own.realm.run(code, module.url) as (...args: unknown[]) => () => ModuleBody
  const bindings = new Map<string, Read>()
  const publish = (reads: Readonly<Record<string, Read>>): void => {
    for (const [name, read] of Object.entries(reads)) bindings.set(name, read)
  }
  let initialized: { readonly default: unknown } | undefined
  const setDefault = (holder: { readonly default: unknown }): void => {
    initialized = { default: holder.default }
  }
  const { importModule, meta } = hooks
  module.bindings = bindings
  module.body = make(imports, publish, importModule, meta, setDefault, own.makeLoop)()
  module.body.next()
  const defaultFunction = bindings.get(defaultName)
  if (defaultFunction !== undefined) nameDefault(defaultFunction() as object)
  else bindings.set(defaultName, () => (initialized as { readonly default: unknown }).default)
}

/** The object whose properties are the imported names. */
function importsOf(module: ModuleRecord, own: ModuleRealm): object {
  const imports = {}
  const set = (): never => {
    throw own.error(TypeError, 'Assignment to constant variable.')
  }
  for (const each of module.imports) {
    const resolved = requireImport(module, each, own)
    const read = readerOf(resolved, each.localName, own)
    const get = (): unknown => {
      const value = read()
      // A variable that is initialized stays so. Its own getter is ten times as fast, because V8 can inline it.
      const direct = resolved.bindingName === null ? () => value : resolved.module.bindings.get(resolved.bindingName)
      Object.defineProperty(imports, each.localName, { get: direct as Read, set, configurable: true })
      return value
    }
    Object.defineProperty(imports, each.localName, { get, set, configurable: true })
  }
  return imports
}

/** Gives the function of `export default function () {}`, which has another name in the rewritten code, its own. */
function nameDefault(defaultFunction: object): void {
  Object.defineProperty(defaultFunction, 'name', { value: 'default', configurable: true })
}
