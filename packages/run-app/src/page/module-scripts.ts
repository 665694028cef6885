/**
 * The scripts of a document that are ES modules. jsdom runs only classic scripts, so each module becomes a deferred script,
 * which runs at the same time: in the order of the document, after its parsing. Its URL has a mark, and a request with the
 * mark gets a script that runs the module.
 */
import type { Realm } from '../realm/realm.ts'
import { MissingModule } from '../module/module-graph.ts'
import type { Modules } from '../module/modules.ts'
import type { ReportException } from './report-exception.ts'

const mark = '?run-app-module'
const runner = '$runAppModule'
const moduleType = /\stype\s*=\s*(?:"module"|'module'|module(?=[\s>]))/i

/** Makes the modules of a document deferred scripts, and disables the scripts for browsers without modules. */
export function deferModules(html: string): string {
  return html.replaceAll(/<script\b[^>]*>/gi, (tag) => {
    if (!moduleType.test(tag)) return /\snomodule\b/i.test(tag) ? '<script type="text/refused">' : tag
    return tag
      .replace(moduleType, ' type="text/javascript" defer')
      .replace(/(\ssrc\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i, (_, name: string, ...values: string[]) => {
        const src = values.slice(0, 3).find((value) => value !== undefined) as string
        return `${name}"${marked(src)}"`
      })
  })
}

/** Adds the mark to the path of a URL, or to its query. Chromium's policy for apps refuses a script of a data: URL. */
function marked(src: string): string {
  const [path, fragment] = src.split(/(?=#)/, 2) as [string, string | undefined]
  return `${/^\s*data:/i.test(src) ? '/' : path}${mark}${fragment ?? ''}`
}

/** The URL of the module that a request with the mark asks for. */
export function askedModule({ href }: URL): string | undefined {
  const [address] = href.split('#', 1) as [string]
  return address.endsWith(mark) ? address.slice(0, -mark.length) : undefined
}

/** Makes the script that runs a module. Throws a TypeError if a file that the module needs is not there. */
export function moduleRunner(modules: Modules, url: string): string {
  try {
    modules.prepare(url)
  } catch (error) {
    if (error instanceof MissingModule) throw new TypeError(error.message, { cause: error })
    // The error is the app's. It is thrown again when the module runs.
  }
  return `${runner}(${JSON.stringify(url)})`
}

/** Defines the function that the runners call. The app cannot overwrite it. */
export function defineModuleRunner(realm: Realm, modules: Modules, report: ReportException): void {
  const document = realm.global['document'] as object
  const value = realm.exposeFunction(runner, (asked) => {
    restoreScript(document)
    Object.defineProperty(document, 'currentScript', { value: null, configurable: true })
    modules.run(asked as string, report)
    Reflect.deleteProperty(document, 'currentScript')
  })
  Object.defineProperty(realm.global, runner, { value })
}

/** Gives the element of the running script the attributes that the document has for it. */
function restoreScript(document: object): void {
  const { currentScript } = document as {
    readonly currentScript: null | {
      getAttribute(name: string): string
      setAttribute(name: string, value: string): void
      removeAttribute(name: string): void
    }
  }
  if (currentScript === null) return
  currentScript.setAttribute('src', currentScript.getAttribute('src').replace(mark, ''))
  currentScript.setAttribute('type', 'module')
  currentScript.removeAttribute('defer')
}
