/** The types of the parts of jsdom that run-app uses, so that no types need to be installed. Source: jsdom's README. */
import type { Context } from 'node:vm'
import type { CookieJar } from './permitted-request.ts'

export interface JsdomModule {
  readonly JSDOM: new (html: string, options: JsdomOptions) => Jsdom
  readonly VirtualConsole: new () => VirtualConsole
  readonly requestInterceptor: (
    intercept: (
      request: Request,
      context: { readonly element: { readonly localName: string } | null },
    ) => Promise<Response | undefined>,
  ) => unknown
}

interface JsdomOptions {
  readonly url: string
  readonly runScripts: 'dangerously'
  readonly pretendToBeVisual: boolean
  readonly virtualConsole: VirtualConsole
  readonly resources: { readonly userAgent: string; readonly interceptors: readonly unknown[] }
}

export interface Jsdom {
  readonly cookieJar: CookieJar
  readonly window: JsdomWindow
  getInternalVMContext(): Context
}

export interface JsdomWindow {
  readonly File: new (parts: readonly unknown[], name: string, options: object) => object
  readonly FileReader: new () => {
    onload: () => void
    onerror: () => void
    readonly result: unknown
    readAsArrayBuffer(blob: unknown): void
  }
  close(): void
  addEventListener(type: string, listener: () => void): void
}

export interface VirtualConsole {
  forwardTo(console: Console, options: { readonly jsdomErrors: 'none' }): unknown
  on(type: 'jsdomError', listener: (error: JsdomError) => void): unknown
}

interface JsdomError extends Error {
  readonly type: string
}
