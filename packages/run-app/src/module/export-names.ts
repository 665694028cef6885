/**
 * The names that a module exports, and the bindings behind them.
 * Source: ResolveExport and GetExportedNames, https://tc39.es/ecma262/#sec-resolveexport. The errors are V8's, in the words of
 * its src/objects/source-text-module.cc.
 */
import type { ModuleRecord } from './module-record.ts'
import type { RequestedName } from './module-source.ts'

/** A binding of a module. `bindingName` is null for the namespace object. */
export interface ResolvedBinding {
  readonly module: ModuleRecord
  readonly bindingName: string | null
}

/** The reason why there is no binding. `specifier` is the one that asked for the module which lacks it. */
export interface UnresolvedName {
  readonly reason: 'missing' | 'conflicting' | 'circular'
  readonly specifier: string
  readonly name: string
}

/** The names that are being resolved, by their modules. */
type ResolveSet = Map<ModuleRecord, Set<string>>

export type Resolution = ResolvedBinding | UnresolvedName

export function isResolved(resolution: Resolution): resolution is ResolvedBinding {
  return 'bindingName' in resolution
}

/** Finds the binding of a name that a module imports, or exports from another one. */
export function resolveRequested(
  module: ModuleRecord,
  { request, importName }: Pick<RequestedName, 'request' | 'importName'>,
  resolveSet: ResolveSet = new Map(),
): Resolution {
  const requested = module.loadedModules[request] as ModuleRecord
  if (importName === null) return { module: requested, bindingName: null }
  const { specifier } = module.requests[request] as { readonly specifier: string }
  return resolveExport(requested, importName, specifier, resolveSet)
}

/**
 * Finds the binding of an exported name.
 * @param specifier the one that asked for `module`
 */
export function resolveExport(
  module: ModuleRecord,
  name: string,
  specifier: string = module.url,
  resolveSet: ResolveSet = new Map(),
): Resolution {
  const names = resolveSet.get(module) ?? new Set()
  if (names.has(name)) return { reason: 'circular', specifier, name }
  resolveSet.set(module, names.add(name))
  const localName = module.localExports.get(name)
  if (localName !== undefined) return { module, bindingName: localName }
  const indirect = module.indirectExports.find(({ exportName }) => exportName === name)
  if (indirect !== undefined) return resolveRequested(module, indirect, resolveSet)
  const missing: UnresolvedName = { reason: 'missing', specifier, name }
  return name === 'default' ? missing : resolveStar(module, missing, resolveSet)
}

/** Finds the binding of a name in the `export * from` of a module. The same binding may come from several. */
function resolveStar(module: ModuleRecord, missing: UnresolvedName, resolveSet: ResolveSet): Resolution {
  const { name } = missing
  let found: ResolvedBinding | undefined
  for (const request of module.starExports) {
    const resolution = resolveRequested(module, { request, importName: name }, resolveSet)
    if (!isResolved(resolution)) {
      if (resolution.reason === 'conflicting') return resolution
    } else if (found === undefined) {
      found = resolution
    } else if (found.module !== resolution.module || found.bindingName !== resolution.bindingName) {
      return { ...missing, reason: 'conflicting' }
    }
  }
  return found ?? missing
}

/** The names that a module exports, without a promise that each has a binding. */
export function exportedNames(module: ModuleRecord, exportStarSet: Set<ModuleRecord> = new Set()): ReadonlySet<string> {
  if (exportStarSet.has(module)) return new Set()
  exportStarSet.add(module)
  const starred = module.starExports.flatMap((request) => [
    ...exportedNames(module.loadedModules[request] as ModuleRecord, exportStarSet),
  ])
  return new Set([
    ...module.localExports.keys(),
    ...module.indirectExports.map(({ exportName }) => exportName),
    ...starred.filter((name) => name !== 'default'),
  ])
}

/** The words of Chromium's SyntaxError for a name that cannot be imported. */
export const unresolvedMessages: Readonly<Record<UnresolvedName['reason'], (unresolved: UnresolvedName) => string>> = {
  missing: ({ specifier, name }) => `The requested module '${specifier}' does not provide an export named '${name}'`,
  conflicting: ({ specifier, name }) =>
    `The requested module '${specifier}' contains conflicting star exports for name '${name}'`,
  circular: ({ specifier, name }) => `Detected cycle while resolving name '${name}' in '${specifier}'`,
}
