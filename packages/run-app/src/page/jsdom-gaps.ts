/**
 * Adds the parts of a page that old apps use and jsdom lacks, because it has no screen and no sound: a canvas, a matrix
 * and an AudioContext that accept every call, scrolling, and observers that observe nothing.
 */
import { randomUUID } from 'node:crypto'
import type { Realm } from '../realm/realm.ts'
import { defineFunctions, defineGlobals } from './globals.ts'
import { defineInnerText } from './inner-text.ts'

interface Prototyped {
  readonly prototype: object
}

/** Adds the missing parts to a page. `origin` is the app's. Returns the Blobs that have URLs. */
export function fillGaps(realm: Realm, origin: string): ReadonlyMap<string, unknown> {
  const blobs = new Map<string, unknown>()
  const { document, navigator, URL, performance } = realm.global as Readonly<Record<string, object>>
  for (const [owner, methods] of Object.entries(inertMethods)) addMethods(realm, prototypeOf(realm, owner), methods)
  addMethods(realm, document as object, { execCommand: () => false, queryCommandSupported: () => false })
  addMethods(realm, document as object, { elementFromPoint: () => null, caretRangeFromPoint: () => null })
  addMethods(realm, URL as object, objectUrls(origin, blobs))
  addMethods(realm, navigator as object, { getGamepads: () => Array.from({ length: 8 }, () => null) })
  addMethods(realm, performance as object, { mark() {}, measure() {} })
  defineInnerText(realm)
  addMethods(realm, prototypeOf(realm, 'HTMLMediaElement'), { play: async () => {}, pause() {}, load() {} }, true)
  const context = takingAll(realm)
  addMethods(realm, prototypeOf(realm, 'HTMLCanvasElement'), { getContext: () => context }, true)
  defineGlobals(realm, {
    WebKitCSSMatrix: identityMatrix(realm),
    AudioContext: classOf(realm, 'AudioContext', () => takingAll(realm)),
    IntersectionObserver: classOf(realm, 'IntersectionObserver', () => ignoring(realm, observing)),
    ResizeObserver: classOf(realm, 'ResizeObserver', () => ignoring(realm, observing)),
    PerformanceObserver: classOf(realm, 'PerformanceObserver', () => ignoring(realm, observing)),
    WebKitMutationObserver: realm.global['MutationObserver'],
    CSS: realm.adopt({ supports: realm.exposeFunction('supports', () => false) }),
  })
  defineFunctions(realm, { matchMedia: mediaQuery(realm), ...animationFrames(realm) })
  return blobs
}

type Methods = Readonly<Record<string, (...args: never[]) => unknown>>

const noRectangle = { bottom: 0, height: 0, left: 0, right: 0, top: 0, width: 0, x: 0, y: 0 }

/** Methods without an effect. They return the values that Chromium's return when nothing is visible. */
const inertMethods: Readonly<Record<string, Methods>> = {
  Element: {
    scrollBy: async () => {},
    scrollIntoView: async () => {},
    scrollIntoViewIfNeeded() {},
    scrollTo: async () => {},
    releasePointerCapture() {},
    setPointerCapture() {},
    requestFullscreen: async () => {},
    webkitRequestFullscreen() {},
  },
  Range: { getBoundingClientRect: () => ({ ...noRectangle }), getClientRects: () => [] },
}

const observing = ['observe', 'unobserve', 'disconnect']

function prototypeOf(realm: Realm, name: string): object {
  return (realm.global[name] as Prototyped).prototype
}

/** Adds methods to an object. A method of the same name stays, unless `replaces` is true. */
function addMethods(realm: Realm, owner: object, methods: Methods, replaces = false): void {
  for (const [name, run] of Object.entries(methods)) {
    if (name in owner && !replaces) continue
    const value = realm.exposeFunction(name, run as (...args: unknown[]) => unknown)
    Object.defineProperty(owner, name, { value, writable: true, configurable: true })
  }
}

/** Makes a class whose constructor returns the result of `make`. */
function classOf(realm: Realm, name: string, make: () => object): unknown {
  const define = realm.run(`(make) => class ${name} { constructor() { return make() } }`, name) as (
    make: () => object,
  ) => unknown
  return define(make)
}

/** Makes an object with methods that do nothing. */
function ignoring(realm: Realm, names: readonly string[]): object {
  return realm.adopt(Object.fromEntries(names.map((name) => [name, realm.exposeFunction(name, () => {})])))
}

const objectsOfSound: ReadonlySet<string | symbol> = new Set(['destination', 'listener', 'gain', 'frequency'])

/**
 * Makes an object that accepts every call: each property is a function that returns the object itself, until the app assigns
 * another value. It also has the properties of a text's measure, of an image's data, of a sound and of its parameters.
 */
function takingAll(realm: Realm): object {
  const ignore = realm.exposeFunction('ignore', () => taking)
  const own = realm.adopt<Record<string | symbol, unknown>>({ width: 0, height: 0, data: [], currentTime: 0, value: 0 })
  const taking: object = new Proxy(own, {
    get: (target, name) =>
      name in target ? target[name] : name === 'then' ? undefined : objectsOfSound.has(name) ? taking : ignore,
  })
  return taking
}

/** Makes the URLs of Blobs. Only a worker and `import()` load them: an app gives the others to an image or a link. */
function objectUrls(origin: string, blobs: Map<string, unknown>): Methods {
  return {
    createObjectURL(blob: unknown) {
      const url = `blob:${origin}/${randomUUID()}`
      blobs.set(url, blob)
      return url
    },
    revokeObjectURL: (url: unknown) => void blobs.delete(String(url)),
  }
}

function mediaQuery(realm: Realm): (query: string) => object {
  return (query) => {
    const methods = ['addListener', 'removeListener', 'addEventListener', 'removeEventListener']
    return Object.assign(ignoring(realm, methods), { matches: false, media: String(query), onchange: null })
  }
}

/** The functions for animation frames, by their names of 2013, and those for an idle callback. */
function animationFrames({ global }: Realm): Methods {
  const { requestAnimationFrame, cancelAnimationFrame, setTimeout, clearTimeout } = global as Readonly<
    Record<string, (...args: unknown[]) => unknown>
  >
  const deadline = { didTimeout: false, timeRemaining: () => 50 }
  return {
    webkitRequestAnimationFrame: (callback: unknown) => requestAnimationFrame?.(callback),
    webkitCancelAnimationFrame: (id: unknown) => cancelAnimationFrame?.(id),
    requestIdleCallback: (callback: unknown) => setTimeout?.(callback, 0, deadline),
    cancelIdleCallback: (id: unknown) => clearTimeout?.(id),
  }
}

/** Makes a class of matrices whose methods return the same matrix. */
function identityMatrix(realm: Realm): unknown {
  const methods = ['rotate', 'rotateAxisAngle', 'scale', 'skewX', 'skewY', 'translate', 'multiply', 'inverse']
  const source = methods.map((name) => `${name}() { return this }`).join(' ')
  return realm.run(`(class WebKitCSSMatrix { ${source} toString() { return 'none' } })`, 'WebKitCSSMatrix')
}
