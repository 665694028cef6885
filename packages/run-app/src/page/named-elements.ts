/**
 * Finds elements by their names as properties: `form.host` and `document.login`. Old apps use them, but jsdom has such
 * properties only in `window`. A control hides a property of its form with the same name, such as `form.action`. A property
 * of a document hides an element with its name.
 * Source: https://html.spec.whatwg.org/multipage/forms.html#the-form-element (named properties),
 * https://html.spec.whatwg.org/multipage/dom.html#dom-document-nameditem
 */
import type { Realm } from '../realm/realm.ts'

type Find = (owner: object, name: string) => unknown

interface NodeClass {
  new (): object
  readonly prototype: object
}

interface NamedElement {
  readonly localName: string
  readonly contentWindow?: unknown
}

/** Adds the named properties of forms and documents to a page of jsdom. */
export function defineNamedElements({ global }: Realm): void {
  const { HTMLFormElement, Document } = global as unknown as Readonly<Record<string, NodeClass>>
  if (HTMLFormElement === undefined || Document === undefined) return
  const { get } = Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, 'elements') as { get(): unknown }
  const findControl: Find = (form, name) =>
    (get.call(form) as { namedItem(name: string): object | null }).namedItem(name) ?? undefined
  hideOwn(HTMLFormElement, findControl)
  hideInherited(HTMLFormElement, (form, name, inherit) => findControl(form, name) ?? inherit())
  hideInherited(Document, (document, name, inherit) => inherit() ?? findInDocument(document, name))
}

const elementsOfDocument: ReadonlySet<string> = new Set(['embed', 'form', 'iframe', 'img', 'object'])

/** Finds the element of a name, the window of a frame, or the array of all elements of the name. */
const findInDocument: Find = (document, name) => {
  const { getElementsByName } = document as { getElementsByName(name: string): Iterable<NamedElement> }
  const all = getElementsByName.call(document, name)
  const found = [...all].filter(({ localName }) => elementsOfDocument.has(localName))
  if (found.length > 1) return found
  return found[0]?.localName === 'iframe' ? found[0].contentWindow : found[0]
}

/** Puts accessors in the place of a class's own properties. They look for an element of the property's name first. */
function hideOwn({ prototype }: NodeClass, find: Find): void {
  for (const [name, own] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (name === 'constructor') continue
    Object.defineProperty(prototype, name, {
      configurable: true,
      enumerable: own.enumerable ?? false,
      get(this: object) {
        const found = this === prototype ? undefined : find(this, name)
        return found ?? (own.get === undefined ? (own.value as unknown) : (own.get.call(this) as unknown))
      },
      set(this: object, value: unknown) {
        if (own.set !== undefined) own.set.call(this, value)
        else if (own.get === undefined) Object.defineProperty(this, name, { ...own, value })
      },
    })
  }
}

/** Puts a proxy behind a class, where the properties are looked up that neither an object nor its class has. */
function hideInherited(
  owners: NodeClass,
  find: (owner: object, name: string, inherit: () => unknown) => unknown,
): void {
  const inherited = Object.getPrototypeOf(owners.prototype) as object
  const behind = new Proxy(inherited, {
    get(target, name, receiver: object) {
      const inherit = (): unknown => Reflect.get(target, name, receiver)
      return typeof name === 'symbol' || !(receiver instanceof owners) ? inherit() : find(receiver, name, inherit)
    },
  })
  Object.setPrototypeOf(owners.prototype, behind)
}
