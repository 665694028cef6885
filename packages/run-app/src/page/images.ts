/**
 * Raises `load` and `error` of an image when a script changes its source. jsdom loads no images without a canvas, and apps
 * wait for these events. An image of the package, a `data:` URL and a Blob load; any other source fails, because the policy of
 * apps refuses it. Nothing decodes the image.
 * Source: https://html.spec.whatwg.org/multipage/images.html#updating-the-image-data
 */
import type { Realm } from '../realm/realm.ts'
import { isOfApp, readUrl } from './app-fetch.ts'
import type { PageHost } from './page.ts'

interface ImageElement {
  readonly src: string
  getAttribute(name: string): string | null
  setAttribute(name: string, value: string): void
  dispatchEvent(event: object): boolean
}

interface ImageGlobals {
  readonly HTMLImageElement: { readonly prototype: ImageElement }
  readonly Event: new (type: string) => object
}

/** Makes the images of a page load. `blobs` has the object URLs of the page. */
export function defineImages({ global }: Realm, app: PageHost, blobs: ReadonlyMap<string, unknown>): void {
  const { HTMLImageElement, Event } = global as unknown as ImageGlobals
  const { prototype } = HTMLImageElement
  const { setAttribute } = prototype
  const loading = new WeakMap<object, object>()
  const load = (image: ImageElement): void => {
    const request = {}
    loading.set(image, request)
    setImmediate(() => {
      if (loading.get(image) !== request) return
      loading.delete(image)
      image.dispatchEvent(new Event(canLoad(app, blobs, image) ? 'load' : 'error'))
    })
  }
  const define = (name: string, descriptor: PropertyDescriptor): void => {
    Object.defineProperty(prototype, name, {
      ...Object.getOwnPropertyDescriptor(prototype, name),
      configurable: true,
      ...descriptor,
    })
  }
  define('src', {
    set(this: ImageElement, value: unknown) {
      this.setAttribute('src', String(value))
    },
  })
  define('setAttribute', {
    value(this: ImageElement, name: string, value: string) {
      setAttribute.call(this, name, value)
      if (String(name).toLowerCase() === 'src') load(this)
    },
  })
  define('complete', {
    get(this: ImageElement) {
      return !loading.has(this)
    },
  })
}

function canLoad(app: PageHost, blobs: ReadonlyMap<string, unknown>, image: ImageElement): boolean {
  if (!image.getAttribute('src')) return false
  const { src } = image
  if (src.startsWith('data:image/') || blobs.has(src)) return true
  if (!URL.canParse(src)) return false
  const url = new URL(src)
  return isOfApp(app, url) && readUrl(app, url) !== undefined
}
