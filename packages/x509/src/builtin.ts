/**
 * Access to Node's built-in modules without an import, so that a page can load this package, and loads nothing more
 * for it. Node ≥ 20.16, Bun and Deno have `getBuiltinModule`.
 * Source: https://nodejs.org/api/process.html#processgetbuiltinmoduleid
 */
interface HostProcess {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly emitWarning?: (message: string) => void
  readonly execArgv?: readonly string[]
  readonly platform?: string
  readonly versions?: Readonly<Record<string, string | undefined>>
  readonly getBuiltinModule?: (name: string) => unknown
}

export const hostProcess: HostProcess | undefined = (globalThis as { readonly process?: HostProcess }).process

/**
 * Returns a built-in module. Undefined if the runtime lacks the module or denies access to it. `Module` is the type
 * of the part in use.
 */
export function builtin<Module>(name: string): Module | undefined {
  try {
    return hostProcess?.getBuiltinModule?.(name) as Module | undefined
  } catch {
    return undefined
  }
}

/**
 * Prints a warning, by `process.emitWarning` or, where the runtime lacks it, by `console.warn`. It reports problems
 * that no call can throw.
 * @param message the warning, in one line
 * @errors Cannot fail.
 * @example
 * import { parseTrustAnchors, warnHost } from '@chrome-socket/x509'
 *
 * export function trust(ca: string): void {
 *   for (const each of parseTrustAnchors(ca).unreadable) warnHost(each)
 * }
 */
export function warnHost(message: string): void {
  if (hostProcess?.emitWarning === undefined) (globalThis as { readonly console?: Console }).console?.warn(message)
  else hostProcess.emitWarning(message)
}

interface Console {
  warn(message: string): void
}
