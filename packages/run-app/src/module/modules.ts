/**
 * The ES modules of a page or worker: loads, links and evaluates them. After a failure of one of the three steps, each later
 * attempt fails in the same way.
 * Source: https://tc39.es/ecma262/#sec-cyclic-module-records; the messages of `import()` and `import.meta` are Chromium's.
 */
import type { ObjectText, ReadObjectUrl } from '../page/object-url.ts'
import type { PageHost } from '../page/page.ts'
import type { Realm } from '../realm/realm.ts'
import { attributesOf, textOf } from './import-arguments.ts'
import { evaluate } from './evaluation.ts'
import { link } from './linking.ts'
import { MissingModule, moduleGraph } from './module-graph.ts'
import { namespaceOf } from './module-namespace.ts'
import { moduleRealm } from './module-realm.ts'
import type { ModuleRecord } from './module-record.ts'
import { typeOfAttributes } from './module-type.ts'
import type { ModuleType } from './module-type.ts'
import { hintFor, resolveSpecifier } from './specifier.ts'

export interface Modules {
  /** Reads a module and its dependencies. Throws a MissingModule if the package lacks one of the files. */
  prepare(url: string): void
  /**
   * Evaluates a module. If its code throws, at once or after an await, `report` gets the exception. If it cannot be parsed or
   * linked, `refuse` gets the error; by default this is `report`. Throws a MissingModule as `prepare` does.
   */
  run(url: string, report: Report, refuse?: Report): void
}

type Report = (error: unknown) => void

/**
 * @param readObjectUrl reads a Blob that the app imports by its URL
 * @param script the text of a main module that is not a file of the app
 */
export function pageModules(
  app: PageHost,
  realm: Realm,
  readObjectUrl: ReadObjectUrl,
  script?: { readonly url: string; readonly text: string },
): Modules {
  const outsidePackage = new Map<string, ObjectText>()
  if (script !== undefined) outsidePackage.set(script.url, { text: script.text, type: 'text/javascript' })
  const own = moduleRealm(realm)

  /** The `import` of a module. Its failures are rejections. */
  const importFrom = (base: string): object =>
    realm.exposeFunction('import', async (asked, options) => {
      const specifier = textOf(asked)
      const attributes = attributesOf(options)
      const url = resolveSpecifier(specifier, base)
      if (url === undefined) throw new TypeError(`Failed to resolve module specifier '${specifier}'`)
      const wanted = typeOfAttributes(attributes)
      if ('fault' in wanted) throw new TypeError(wanted.message)
      const module = await loadImported(url, wanted.type)
      link(module)
      await evaluate(module, own).promise
      return namespaceOf(module, own)
    })

  const loadImported = async (url: string, type: ModuleType): Promise<ModuleRecord> => {
    try {
      return graph.load(url, type)
    } catch (error) {
      if (!(error instanceof MissingModule)) throw error
      if (await readObject(error.url)) return loadImported(url, type)
      throw new TypeError(`Failed to fetch dynamically imported module: ${url}`, { cause: error })
    }
  }

  /** Reads a Blob, once. Returns whether this call has read it. */
  const readObject = async (url: string): Promise<boolean> => {
    const object = url.startsWith('blob:') && !outsidePackage.has(url) ? await readObjectUrl(url) : undefined
    if (object !== undefined) outsidePackage.set(url, object)
    return object !== undefined
  }

  const metaOf = (base: string): object => {
    const resolve = realm.exposeFunction('resolve', (asked) => {
      const specifier = textOf(asked)
      const url = resolveSpecifier(specifier, base)
      if (url !== undefined) return url
      throw new TypeError(`Failed to resolve module specifier ${specifier}: ${hintFor(specifier)}`)
    })
    Object.defineProperty(resolve, 'length', { value: 1, configurable: true })
    return Object.assign(Object.create(null) as object, { url: base, resolve })
  }

  const hooksOf = (url: string): { importModule: object; meta: object } => ({
    importModule: importFrom(url),
    meta: metaOf(url),
  })
  const graph = moduleGraph(app, own, hooksOf, outsidePackage)

  return {
    prepare: (url) => void graph.load(url, 'javascript'),
    run(url, report, refuse = report) {
      try {
        const module = graph.load(url, 'javascript')
        link(module)
        const { state, error, promise } = evaluate(module, own)
        if (state === 'rejected') report(error)
        else promise.catch(report)
      } catch (error) {
        if (error instanceof MissingModule) throw error
        refuse(error)
      }
    },
  }
}
