/**
 * The ES modules of a page: loads them from the package, links them, and evaluates each once, with its dependencies before
 * it. All files are read at once, because the package is on this machine.
 * Source: https://tc39.es/ecma262/#sec-cyclic-module-records; the messages are Chromium's.
 */
import { packagePath } from '../package/app-package.ts'
import type { PageHost } from '../page/page.ts'
import type { Realm } from '../realm/realm.ts'
import { readModule } from './module-source.ts'
import type { ModuleSource } from './module-source.ts'

type Getter = () => unknown

interface Module {
  readonly url: string
  readonly source: ModuleSource
  readonly dependencies: Map<string, Module>
  /** The values of its own exports. Filled when the module is linked. */
  readonly own: Map<string, Getter>
  namespace: object | undefined
  steps: Iterator<unknown> | AsyncIterator<unknown> | undefined
  /** Undefined until it is evaluated. Fulfilled when it and its dependencies are evaluated. */
  evaluation: { readonly done: Promise<unknown> | undefined } | undefined
  error: { readonly thrown: unknown } | undefined
}

/** A module needs a file that the package does not contain. */
export class MissingModule extends Error {}

export interface Modules {
  /** Reads a module and its dependencies. Throws a MissingModule if the package lacks one of the files. */
  prepare(url: string): void
  /** Evaluates a module. Throws the exception of the app. Returns a promise if the module awaits something. */
  run(url: string): Promise<unknown> | undefined
}

export function pageModules(app: PageHost, realm: Realm): Modules {
  const modules = new Map<string, Module>()
  const failures = new Map<string, unknown>()

  const load = (url: string): Module => {
    const known = modules.get(url)
    if (known !== undefined) return known
    if (failures.has(url)) throw failures.get(url)
    const path = url.startsWith(`${app.origin}/`) ? packagePath(new URL(url).pathname) : undefined
    const bytes = path === undefined ? undefined : app.read(path)
    if (bytes === undefined) throw new MissingModule(url)
    const module: Module = {
      url,
      source: parseModule(new TextDecoder().decode(bytes), url),
      dependencies: new Map(),
      own: new Map(),
      namespace: undefined,
      steps: undefined,
      evaluation: undefined,
      error: undefined,
    }
    modules.set(url, module)
    try {
      for (const specifier of module.source.specifiers) {
        module.dependencies.set(specifier, load(resolve(specifier, url, '"')))
      }
    } catch (error) {
      modules.delete(url)
      throw error
    }
    return module
  }

  const parseModule = (text: string, url: string): ModuleSource => {
    try {
      return readModule(text)
    } catch (error) {
      const failure = realm.adopt(new SyntaxError(`${(error as Error).message} in ${url}`))
      failures.set(url, failure)
      throw failure
    }
  }

  const resolve = (specifier: string, base: string, quote: string): string => {
    if (/^\.{0,2}\//.test(specifier) || URL.canParse(specifier)) {
      // The host's own `URL` resolves against a chrome-extension: URL.
      return new URL(specifier, base).href
    }
    const hint = quote === '"' ? '. Relative references must start with either "/", "./", or "../".' : ''
    throw realm.adopt(new TypeError(`Failed to resolve module specifier ${quote}${specifier}${quote}${hint}`))
  }

  /** Finds the value of an export, or undefined. If two `export *` give the name, the first counts; Chromium refuses such a name. */
  const find = (module: Module, name: string, seen = new Set<string>()): Getter | undefined => {
    const own = module.own.get(name)
    const key = `${module.url} ${name}`
    if (own !== undefined || seen.has(key)) return own
    seen.add(key)
    const forward = module.source.forwards.find(({ exported }) => exported === name)
    if (forward !== undefined) return findImport(module, forward, seen)
    if (name === 'default') return undefined
    const found = module.source.stars.map((star) => find(module.dependencies.get(star) as Module, name, seen))
    return found.find((each) => each !== undefined)
  }
  const findImport = (
    module: Module,
    { specifier, imported }: { readonly specifier: string; readonly imported: string },
    seen?: Set<string>,
  ): Getter | undefined => {
    const dependency = module.dependencies.get(specifier) as Module
    return imported === '*' ? () => namespaceOf(dependency) : find(dependency, imported, seen)
  }

  const exportsOf = (module: Module, seen = new Set<Module>()): readonly string[] => {
    if (seen.has(module)) return []
    seen.add(module)
    const { exports, forwards, stars } = module.source
    const starred = stars.flatMap((star) => exportsOf(module.dependencies.get(star) as Module, seen))
    const inherited = starred.filter((name) => name !== 'default')
    return [...new Set([...exports, ...forwards.map(({ exported }) => exported), ...inherited])]
  }

  const namespaceOf = (module: Module): object => {
    if (module.namespace !== undefined) return module.namespace
    const namespace = Object.create(null) as object
    for (const name of exportsOf(module).toSorted()) {
      Object.defineProperty(namespace, name, { get: find(module, name) as Getter, enumerable: true })
    }
    Object.defineProperty(namespace, Symbol.toStringTag, { value: 'Module' })
    return (module.namespace = Object.preventExtensions(namespace))
  }

  /** Makes the scopes of a module and of its dependencies. Throws a SyntaxError if an imported name is not exported. */
  const link = (module: Module): void => {
    const found = reachable(module).filter(({ steps }) => steps === undefined)
    // The names come before the values: modules may import each other.
    for (const each of found) for (const name of each.source.exports) each.own.set(name, unset)
    for (const each of found) {
      const names = [...each.source.imports, ...each.source.forwards]
      const missing = names.find((name) => findImport(each, name) === undefined)
      if (missing !== undefined) {
        const text = `The requested module '${missing.specifier}' does not provide an export named '${missing.imported}'`
        throw realm.adopt(new SyntaxError(text))
      }
    }
    for (const each of found) instantiate(each)
  }

  const instantiate = (module: Module): void => {
    const imports = Object.create(null) as object
    for (const name of module.source.imports) {
      let getter: Getter | undefined
      Object.defineProperty(imports, name.local, { get: () => (getter ??= findImport(module, name) as Getter)() })
    }
    const publish = (getters: Readonly<Record<string, Getter>>): void => {
      for (const [name, get] of Object.entries(getters)) module.own.set(name, get)
    }
    const make = realm.run(module.source.code, module.url) as (...args: unknown[]) => () => typeof module.steps
    const body = make(imports, publish, importFrom(module.url), metaOf(module.url), {})
    module.steps = body()
    void module.steps?.next()
  }

  const importFrom = (base: string): object =>
    realm.exposeFunction('import', async (specifier) => {
      const asked = String(specifier)
      const url = resolve(asked, base, "'")
      if (!isComplete(url)) throw new TypeError(`Failed to fetch dynamically imported module: ${url}`)
      await run(url)
      return namespaceOf(load(url))
    })

  /** Whether the package contains a module and its dependencies. Throws if one of them is not a module. */
  const isComplete = (url: string): boolean => {
    try {
      load(url)
      return true
    } catch (error) {
      if (error instanceof MissingModule) return false
      throw error
    }
  }

  const metaOf = (url: string): object =>
    realm.adopt({
      url,
      resolve: realm.exposeFunction('resolve', (specifier) => resolve(String(specifier), url, "'")),
    })

  /** Evaluates the dependencies of a module, then the module. The module runs at once, unless a dependency awaits something. */
  const evaluate = (module: Module): Promise<unknown> | undefined => {
    if (module.error !== undefined) throw module.error.thrown
    if (module.evaluation !== undefined) return module.evaluation.done
    module.evaluation = { done: undefined }
    try {
      const waits = [...module.dependencies.values()].map(evaluate).filter((each) => each !== undefined)
      const { steps } = module
      const step = (): unknown => (steps as Iterator<unknown>).next()
      const result = waits.length === 0 ? step() : Promise.all(waits).then(step)
      const isPending = waits.length > 0 || Symbol.asyncIterator in (steps as object)
      module.evaluation = { done: isPending ? (result as Promise<unknown>) : undefined }
      return module.evaluation.done
    } catch (error) {
      module.error = { thrown: error }
      throw error
    }
  }

  const run = (url: string): Promise<unknown> | undefined => {
    const module = load(url)
    link(module)
    return evaluate(module)
  }

  return { prepare: (url) => void load(url), run }
}

/** A module and its dependencies, dependencies first. */
function reachable(module: Module, seen: Set<Module> = new Set()): readonly Module[] {
  if (seen.has(module)) return []
  seen.add(module)
  return [...[...module.dependencies.values()].flatMap((each) => reachable(each, seen)), module]
}

function unset(): never {
  throw new ReferenceError('A module uses an export before it is initialized')
}
