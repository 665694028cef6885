/**
 * Links modules: finds the binding of each imported name, and makes the scope of each module, dependencies first. After a
 * failure the modules are unlinked again, so the next attempt fails in the same way.
 * Source: Link and InnerModuleLinking, https://tc39.es/ecma262/#sec-moduledeclarationlinking
 */
import { isResolved, resolveExport, resolveRequested, unresolvedMessages } from './export-names.ts'
import type { Resolution, ResolvedBinding } from './export-names.ts'
import type { ModuleRealm } from './module-realm.ts'
import type { ModuleRecord } from './module-record.ts'
import type { IndirectExport, RequestedName } from './module-source.ts'

/** Links a module and its dependencies. Throws a SyntaxError of the realm if an imported name has no binding. */
export function link(module: ModuleRecord): void {
  const stack: ModuleRecord[] = []
  try {
    innerModuleLinking(module, stack, 0)
  } catch (error) {
    for (const each of stack) each.status = 'unlinked'
    throw error
  }
}

/** Links a module that is not linked yet. Returns the next index of the search. */
function innerModuleLinking(module: ModuleRecord, stack: ModuleRecord[], index: number): number {
  if (module.status !== 'unlinked') return index
  Object.assign(module, { status: 'linking', dfsIndex: index, dfsAncestorIndex: index })
  stack.push(module)
  let next = index + 1
  for (const required of module.loadedModules) {
    next = innerModuleLinking(required, stack, next)
    if (required.status === 'linking') {
      module.dfsAncestorIndex = Math.min(module.dfsAncestorIndex, required.dfsAncestorIndex)
    }
  }
  module.initializeEnvironment(module)
  if (module.dfsAncestorIndex === module.dfsIndex) {
    for (const each of stack.splice(stack.indexOf(module))) each.status = 'linked'
  }
  return next
}

/** Finds the binding of a name that a module imports, or throws Chromium's SyntaxError. */
export function requireImport(module: ModuleRecord, name: RequestedName, own: ModuleRealm): ResolvedBinding {
  return requireResolved(resolveRequested(module, name), module, name, own)
}

/** Throws Chromium's SyntaxError if a name that a module exports from another one has no binding. */
export function checkIndirectExport(module: ModuleRecord, name: IndirectExport, own: ModuleRealm): void {
  requireResolved(resolveExport(module, name.exportName), module, name, own)
}

function requireResolved(
  resolution: Resolution,
  { url }: ModuleRecord,
  { position }: RequestedName,
  own: ModuleRealm,
): ResolvedBinding {
  if (isResolved(resolution)) return resolution
  throw own.error(SyntaxError, unresolvedMessages[resolution.reason](resolution), url, position)
}
