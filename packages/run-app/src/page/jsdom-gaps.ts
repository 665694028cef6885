/**
 * What pages of 2013 use and jsdom has not, since it draws nothing: a canvas and a matrix that take every call,
 * scrolling, innerText.
 */
import type { Realm } from '../realm/realm.ts'
import { defineGlobals } from './globals.ts'

interface Prototyped {
  readonly prototype: object
}

export function fillGaps(realm: Realm): void {
  const { Element, HTMLElement, HTMLCanvasElement } = realm.global as Readonly<Record<string, Prototyped>>
  const define = (owner: Prototyped | undefined, name: string, property: PropertyDescriptor): void => {
    if (owner !== undefined) Object.defineProperty(owner.prototype, name, { configurable: true, ...property })
  }
  define(Element, 'scrollIntoView', { value: realm.exposeFunction('scrollIntoView', () => {}), writable: true })
  define(HTMLElement, 'innerText', Object.getOwnPropertyDescriptor(nodePrototype(realm), 'textContent') ?? {})
  const context = takingAll(realm)
  define(HTMLCanvasElement, 'getContext', { value: realm.exposeFunction('getContext', () => context), writable: true })
  defineGlobals(realm, { WebKitCSSMatrix: identityMatrix(realm) })
}

function nodePrototype(realm: Realm): object {
  return (realm.global['Node'] as Prototyped).prototype
}

/** Every property is a function that gives an object with a width, as `measureText` does, until the app assigns another value. */
function takingAll(realm: Realm): object {
  const ignore = realm.exposeFunction('ignore', () => ({ width: 0, data: [] }))
  return new Proxy(realm.adopt<Record<string | symbol, unknown>>({}), {
    get: (target, name) => (name in target ? target[name] : ignore),
  })
}

/** A class whose instances are turned and moved, and stay what they are. */
function identityMatrix(realm: Realm): unknown {
  const methods = ['rotate', 'rotateAxisAngle', 'scale', 'skewX', 'skewY', 'translate', 'multiply', 'inverse']
  const source = methods.map((name) => `${name}() { return this }`).join(' ')
  return realm.run(`(class WebKitCSSMatrix { ${source} toString() { return 'none' } })`, 'WebKitCSSMatrix')
}
