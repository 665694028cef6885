/**
 * Loads modules and those that they request, from the package. All files are read at once, because the package is on this
 * machine. Each URL is loaded once for each type.
 * Source: https://html.spec.whatwg.org/multipage/webappapis.html#creating-a-javascript-module-script. As in Chromium, a graph
 * that lacks a file is missing, whatever else is wrong with it. Otherwise the first error in the order of the imports counts.
 */
import { packagePath } from '../package/app-package.ts'
import { mediaType } from '../page/media-type.ts'
import type { ObjectText } from '../page/object-url.ts'
import type { PageHost } from '../page/page.ts'
import { rewriteModule } from './module-code.ts'
import type { ModuleRealm } from './module-realm.ts'
import { makeModule } from './module-record.ts'
import type { ModuleRecord } from './module-record.ts'
import { initializeScope } from './module-scope.ts'
import type { ModuleHooks } from './module-scope.ts'
import { defaultName, parseModule, readEntries } from './module-source.ts'
import type { ModuleRequest } from './module-source.ts'
import { isOfType, typeOfAttributes } from './module-type.ts'
import type { ModuleType } from './module-type.ts'
import { hintFor, resolveSpecifier } from './specifier.ts'
import { describeSyntaxError } from './syntax-error.ts'

/** A module needs a file that the package does not contain, or that has another type. */
export class MissingModule extends Error {
  readonly url: string

  constructor(url: string) {
    super(`There is no ${url}`)
    this.url = url
  }
}

export interface ModuleGraph {
  /**
   * Loads a module and those that it requests. Throws a MissingModule if one of the files is not there, and an error of the
   * app's realm if one of them is not a module. The same file gives the same error again.
   */
  load(url: string, type: ModuleType): ModuleRecord
}

interface Target {
  readonly url: string
  readonly type: ModuleType
}

/** A file that was read: a module with the targets of its requests, or an error. Undefined if it is not there. */
type Loaded =
  | { readonly module: ModuleRecord; readonly targets: readonly Target[] }
  | { readonly error: unknown }
  | undefined

/** @param objects the modules that are not in the package, by their URLs */
export function moduleGraph(
  app: PageHost,
  own: ModuleRealm,
  hooksOf: (url: string) => ModuleHooks,
  objects: ReadonlyMap<string, ObjectText>,
): ModuleGraph {
  const map = new Map<string, Loaded>()

  const loadOne = ({ url, type }: Target): Loaded => {
    const key = `${type} ${url}`
    const loaded = map.get(key) ?? read(url, type)
    map.set(key, loaded)
    return loaded
  }

  const read = (url: string, type: ModuleType): Loaded => {
    const file = objects.get(url) ?? readFile(app, url)
    if (file === undefined || !isOfType(file.type, type)) return undefined
    const { text } = file
    try {
      return type === 'javascript' ? makeSourceText(text, url) : makeSynthetic(text, url, type)
    } catch (error) {
      return { error }
    }
  }

  const makeSourceText = (text: string, url: string): Loaded => {
    const program = parse(text, url, own)
    const entries = readEntries(program, text)
    const targets = entries.requests.map((request) => targetOf(request, url, own))
    const { code, hasTopLevelAwait } = rewriteModule(program, text, entries)
    const initializeEnvironment = (module: ModuleRecord): void => initializeScope(module, code, hooksOf(url), own)
    return { module: makeModule({ ...entries, url, hasTopLevelAwait, initializeEnvironment }), targets }
  }

  const makeSynthetic = (text: string, url: string, type: ModuleType): Loaded => {
    const value = type === 'json' ? parseJson(text, url, own) : text
    const module = makeModule({
      ...noEntries,
      url,
      localExports: new Map([['default', defaultName]]),
      hasTopLevelAwait: false,
      initializeEnvironment: (each) => void (each.bindings = new Map([[defaultName, () => value]])),
    })
    return { module, targets: [] }
  }

  return {
    load(url, type) {
      const found = new Map<ModuleRecord, readonly Loaded[]>()
      const missing: string[] = []
      const errors: { readonly error: unknown }[] = []
      const visit = (target: Target): void => {
        const loaded = loadOne(target)
        if (loaded === undefined) return void missing.push(target.url)
        if ('error' in loaded) return void errors.push(loaded)
        const { module, targets } = loaded
        if (module.status !== 'unlinked' || found.has(module)) return
        found.set(module, targets.map(loadOne))
        targets.forEach(visit)
      }
      visit({ url, type })
      if (missing.length > 0) throw new MissingModule(missing[0] as string)
      if (errors.length > 0) throw (errors[0] as { readonly error: unknown }).error
      for (const [module, required] of found) module.loadedModules.splice(0, Infinity, ...required.map(moduleOf))
      return moduleOf(loadOne({ url, type }))
    },
  }
}

function moduleOf(loaded: Loaded): ModuleRecord {
  return (loaded as { readonly module: ModuleRecord }).module
}

const noEntries = { requests: [], imports: [], indirectExports: [], starExports: [] }

function readFile(app: PageHost, url: string): ObjectText | undefined {
  const path = url.startsWith(`${app.origin}/`) ? packagePath(new URL(url).pathname) : undefined
  const bytes = path === undefined ? undefined : app.read(path)
  return bytes && { text: new TextDecoder().decode(bytes), type: mediaType(path as string) }
}

function parse(text: string, url: string, own: ModuleRealm): ReturnType<typeof parseModule> {
  try {
    return parseModule(text)
  } catch (error) {
    const { message, position } = describeSyntaxError(error as SyntaxError, text)
    throw own.error(SyntaxError, message, url, position)
  }
}

function parseJson(text: string, url: string, own: ModuleRealm): unknown {
  try {
    return own.parseJson(text)
  } catch (error) {
    throw own.error(SyntaxError, (error as Error).message, url)
  }
}

/** The URL and type of a request. Throws Chromium's error for a specifier or for attributes that it refuses. */
function targetOf({ specifier, attributes, position }: ModuleRequest, base: string, own: ModuleRealm): Target {
  const wanted = typeOfAttributes(attributes)
  if ('fault' in wanted) {
    throw own.error(wanted.fault === 'key' ? SyntaxError : TypeError, wanted.message, base, position)
  }
  const url = resolveSpecifier(specifier, base)
  if (url !== undefined) return { url, ...wanted }
  const message = `Failed to resolve module specifier "${specifier}". ${hintFor(specifier)}`
  throw own.error(TypeError, message, base, position)
}
