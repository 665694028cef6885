/**
 * `--page jsdom`: a page with a document, by jsdom, which the user installs. Its files come from the package. Inline scripts
 * are refused, as by Chromium's policy for apps.
 * Source: https://github.com/jsdom/jsdom; the policy is in https://developer.chrome.com/docs/apps/contentSecurityPolicy
 */
import { exposeClass, exposeObject } from '../realm/expose-class.ts'
import { createRealm } from '../realm/realm.ts'
import type { Realm } from '../realm/realm.ts'
import { RunAppError } from '../run-app-error.ts'
import { fetchIn, isOfApp, readUrl } from './app-fetch.ts'
import { fillGaps } from './jsdom-gaps.ts'
import { completeUndici, hasUndici } from './bun-undici.ts'
import { defineFunctions, defineGlobals } from './globals.ts'
import { defineImages } from './images.ts'
import type { Jsdom, JsdomModule, JsdomWindow, VirtualConsole } from './jsdom-types.ts'
import { pageModules } from '../module/modules.ts'
import { askedModule, deferModules, defineModuleRunner, moduleRunner } from './module-scripts.ts'
import { defineNamedElements } from './named-elements.ts'
import { defineUrlOrigins, defineWindowOrigin } from './own-origin.ts'
import { pageStorage } from './page-storage.ts'
import type { ReadObjectUrl } from './object-url.ts'
import type { Page, PageFactory, PageHost } from './page.ts'
import { userAgent } from './page.ts'
import { defineWorkers } from '../worker/page-workers.ts'
import { requestOther, requestPermitted } from './permitted-request.ts'
import { exceptionReporter } from './report-exception.ts'
import { withholdParts } from './withheld.ts'

/** Makes the factory of jsdom's pages. Rejects with a RunAppError if jsdom is not installed. */
export async function jsdomPages(): Promise<PageFactory> {
  const jsdom = await importJsdom()
  await completeUndici()
  return {
    openBackground(host, scripts) {
      const elements = scripts.map((script) => `<script src="${escapeAttribute(script)}"></script>\n`)
      const html = `<html><head></head><body>\n${elements.join('')}</body></html>`
      return openPage(jsdom, host, '_generated_background_page.html', html)
    },
    openDocument(host, path) {
      const html = new TextDecoder().decode(host.read(path) ?? new Uint8Array())
      return openPage(jsdom, host, path, deferModules(refuseInlineScripts(html, host, path)))
    },
  }
}

async function importJsdom(): Promise<JsdomModule> {
  // The variable hides the name from the compiler and from bundlers, because jsdom is optional. jsdom-types.ts has its types.
  const name = 'jsdom'
  try {
    return (await import(name)) as JsdomModule
  } catch (error) {
    throw new RunAppError(`--page jsdom needs jsdom: npm install jsdom. (${(error as Error).message})`)
  }
}

function openPage(
  { JSDOM, VirtualConsole, requestInterceptor }: JsdomModule,
  app: PageHost,
  path: string,
  html: string,
): Page {
  const url = `${app.origin}/${path}`
  let startLoading: () => void = () => {}
  const loading = new Promise<void>((resolve) => {
    startLoading = resolve
  })
  const read = requestInterceptor(async (request, { element }) => {
    // No file is loaded, so no script runs, until `load` is called.
    await loading
    const asked = new URL(request.url)
    if (!isOfApp(app, asked)) {
      if (!/^https?:$/.test(asked.protocol)) return undefined
      if (element !== null) return app.isLegacy ? undefined : refuseRemote(element, asked, app)
      if (app.isPermitted(asked)) return requestPermitted(app, request, dom.cookieJar)
      return hasUndici ? undefined : requestOther(request)
    }
    const module = askedModule(asked)
    if (module !== undefined) {
      return new Response(moduleRunner(modules, module), { headers: { 'content-type': 'text/javascript' } })
    }
    const file = readUrl(app, asked)
    if (file === undefined) throw new TypeError(`There is no ${asked.pathname} in the app`)
    const headers = { 'content-type': file.type, 'access-control-allow-origin': '*' }
    return new Response(file.bytes as BodyInit, { statusText: 'OK', headers })
  })
  const dom: Jsdom = new JSDOM(html, {
    url,
    runScripts: 'dangerously',
    pretendToBeVisual: true,
    virtualConsole: consoleTo(app, new VirtualConsole()),
    resources: { userAgent, interceptors: [read] },
  })
  const { window } = dom
  const realm = createRealm(dom.getInternalVMContext())
  const closeWindow = window.close.bind(window)
  const modules = pageModules(app, realm, (asked) => readObjectUrl(asked))
  defineModuleRunner(realm, modules, exceptionReporter(realm, app, url))
  addGlobals(realm, window, app, url)
  defineUrlOrigins(realm)
  defineWindowOrigin(realm, app.origin)
  const blobs = fillGaps(realm, app.origin)
  defineNamedElements(realm)
  defineImages(realm, app, blobs)
  const giveBack = app.isLegacy ? undefined : withholdParts(realm, app)
  const readBlob: Page['readBlob'] = (blob) =>
    new Promise((resolve, reject) => {
      const reader = new window.FileReader()
      reader.onload = () => resolve(new Uint8Array(reader.result as ArrayBuffer))
      reader.onerror = () => reject(new Error('A Blob of another page'))
      reader.readAsArrayBuffer(blob)
    })
  const readObjectUrl: ReadObjectUrl = async (asked) => {
    const blob = blobs.get(asked)
    if (blob === undefined) return undefined
    const { type } = blob as { readonly type: string }
    return { text: new TextDecoder().decode(await readBlob(blob)), type }
  }
  const workers = defineWorkers({ realm, url, readObjectUrl }, app)
  const restore = globalsOf(realm)
  return {
    realm,
    url,
    window: realm.global,
    load() {
      const loaded = new Promise<void>((resolve) => {
        window.addEventListener('load', () => resolve())
      })
      startLoading()
      return loaded
    },
    close() {
      workers.closeAll()
      restore()
      giveBack?.()
      closeWindow()
    },
    makeFile(bytes, name, lastModified) {
      return new window.File([realm.adopt(bytes.slice())], name, { lastModified })
    },
    readBlob,
  }
}

/**
 * Remembers the globals of a page. The result puts them back: jsdom keeps parts of itself there, such as its document, and
 * uses the page's String and Object. An app may have overwritten them, and jsdom could not close the window.
 */
function globalsOf({ global }: Realm): () => void {
  const before = Object.entries(Object.getOwnPropertyDescriptors(global))
  return () => {
    for (const [name, descriptor] of before) {
      if ('value' in descriptor && Object.getOwnPropertyDescriptor(global, name)?.value !== descriptor.value) {
        Reflect.defineProperty(global, name, descriptor)
      }
    }
  }
}

const hostClasses = {
  BroadcastChannel,
  CompressionStream,
  DecompressionStream,
  Headers,
  MessageChannel,
  MessagePort,
  ReadableStream,
  Request,
  Response,
  TransformStream,
  WritableStream,
}

/** Adds the globals that Chromium's pages have and jsdom's lack. */
function addGlobals(realm: Realm, window: JsdomWindow, app: PageHost, url: string): void {
  for (const [name, Host] of Object.entries(hostClasses)) {
    if (!(name in window)) defineGlobals(realm, { [name]: exposeClass(realm, Host as never, app.onError) })
  }
  defineGlobals(realm, { localStorage: pageStorage(realm), sessionStorage: pageStorage(realm) })
  const { crypto } = realm.global as { readonly crypto: object }
  if (!('subtle' in crypto)) {
    Object.defineProperty(crypto, 'subtle', {
      value: exposeObject(realm, globalThis.crypto.subtle),
      configurable: true,
    })
  }
  defineFunctions(realm, {
    close: app.onClose,
    fetch: fetchIn(app, url),
    ...('structuredClone' in window ? {} : { structuredClone }),
  })
}

function consoleTo(app: PageHost, virtual: VirtualConsole): VirtualConsole {
  virtual.forwardTo(app.console, { jsdomErrors: 'none' })
  virtual.on('jsdomError', (error) => {
    if (error.type === 'unhandled-exception') app.onError('Uncaught', error.cause)
    else if (error.type === 'resource-loading') app.console.error(error.message)
  })
  return virtual
}

/**
 * Answers an element that asks another host for its script, style sheet or document. Chromium's policy for apps refuses them
 * before the host is asked, and so before its name is looked up. A frame shows an error page in its place, and raises `load`.
 */
function refuseRemote({ localName }: { readonly localName: string }, { href }: URL, app: PageHost): Response {
  const refusal = `Refused to load ${href} for <${localName}>, as Chromium does in apps.`
  if (localName !== 'iframe' && localName !== 'frame') throw new TypeError(refusal)
  app.console.error(refusal)
  return new Response('', { headers: { 'content-type': 'text/html' } })
}

/** Disables the inline scripts of a document. Templates stay, because their type is not a script's. */
function refuseInlineScripts(html: string, app: PageHost, path: string): string {
  return html.replace(/<script\b(?![^>]*\bsrc\s*=)([^>]*)>/gi, (tag, attributes: string) => {
    const type = /\btype\s*=\s*["']?([^"'\s>]*)/i.exec(attributes)?.[1] ?? ''
    if (type !== '' && type !== 'module' && !type.includes('javascript')) return tag
    app.console.error(`Refused to execute inline script in ${path}, as Chromium does in apps.`)
    return '<script type="text/refused">'
  })
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}
