/**
 * `innerText`, which jsdom lacks: the text of an element with the lines that a reader sees. It knows the display of each tag
 * and of a `style` attribute, but no style sheet, because jsdom computes styles too slowly.
 * Source: https://html.spec.whatwg.org/multipage/dom.html#the-innertext-idl-attribute; the default styles are in
 * https://html.spec.whatwg.org/multipage/rendering.html
 */
import type { Realm } from '../realm/realm.ts'

interface TextNode {
  readonly nodeType: number
  readonly localName: string
  readonly isConnected: boolean
  readonly textContent: string
  readonly childNodes: Iterable<TextNode>
  readonly parentNode: TextNode | null
  readonly nextElementSibling: TextNode | null
  readonly style?: { readonly display: string; readonly whiteSpace: string }
  hasAttribute(name: string): boolean
  replaceChildren(...nodes: unknown[]): void
}

interface TextDocument {
  createElement(name: string): unknown
}

/** Adds `innerText` to the elements of a page. */
export function defineInnerText({ global }: Realm): void {
  const { HTMLElement, document } = global as unknown as {
    readonly HTMLElement: { readonly prototype: object }
    readonly document: TextDocument
  }
  Object.defineProperty(HTMLElement.prototype, 'innerText', {
    configurable: true,
    enumerable: true,
    get(this: TextNode) {
      return isRendered(this) ? renderedText(this) : this.textContent
    },
    set(this: TextNode, text: unknown) {
      const lines = (text === null ? '' : String(text)).split(/\r\n|\n|\r/)
      const nodes = lines.flatMap((line, index) => [
        ...(index === 0 ? [] : [document.createElement('br')]),
        ...(line === '' ? [] : [line]),
      ])
      this.replaceChildren(...nodes)
    },
  })
}

const hidden = new Set(
  [
    'area',
    'audio',
    'base',
    'canvas',
    'datalist',
    'head',
    'iframe',
    'input',
    'link',
    'meta',
    'noscript',
    'object',
  ].concat(['param', 'rp', 'script', 'source', 'style', 'template', 'textarea', 'title', 'track', 'video']),
)
const blocks = new Set(
  ['address', 'article', 'aside', 'blockquote', 'body', 'caption', 'center', 'dd', 'details', 'dialog', 'div'].concat(
    ['dl', 'dt', 'fieldset', 'figcaption', 'figure', 'footer', 'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header'],
    ['hr', 'html', 'legend', 'li', 'main', 'menu', 'nav', 'ol', 'optgroup', 'option', 'p', 'pre', 'section'],
    ['summary', 'table', 'ul', 'xmp'],
  ),
)
const preformatted = new Set(['pre', 'xmp', 'listing', 'plaintext'])
const blockDisplays = new Set(['block', 'flex', 'flow-root', 'grid', 'list-item', 'table'])

function isHidden(element: TextNode): boolean {
  const display = element.style?.display ?? ''
  if (display !== '') return display === 'none'
  return hidden.has(element.localName) || element.hasAttribute('hidden')
}

function isRendered(element: TextNode): boolean {
  if (!element.isConnected) return false
  for (let node: TextNode | null = element; node?.nodeType === 1; node = node.parentNode) {
    if (isHidden(node)) return false
  }
  return true
}

function isBlock({ localName, style }: TextNode): boolean {
  const display = style?.display ?? ''
  return display === '' ? blocks.has(localName) : blockDisplays.has(display)
}

function isPreformatted({ localName, style }: TextNode, inherited: boolean): boolean {
  const space = style?.whiteSpace ?? ''
  return space === '' ? inherited || preformatted.has(localName) : space.startsWith('pre')
}

function renderedText(element: TextNode): string {
  const text = new LinesOfText()
  const addChildren = (parent: TextNode, isPre: boolean): void => {
    for (const node of parent.childNodes) add(node, isPre)
  }
  const add = (node: TextNode, isPre: boolean): void => {
    if (node.nodeType === 3) return isPre ? text.addExactly(node.textContent) : text.addWords(node.textContent)
    if (node.nodeType !== 1 || isHidden(node)) return
    if (node.localName === 'br') return text.addExactly('\n')
    const breaks = node.localName === 'p' ? 2 : isBlock(node) ? 1 : 0
    text.breakLine(breaks)
    addChildren(node, isPreformatted(node, isPre))
    text.breakLine(breaks)
    if (/^t[dh]$/.test(node.localName) && node.nextElementSibling !== null) text.addExactly('\t')
    if (node.localName === 'tr' && node.nextElementSibling !== null) text.addExactly('\n')
  }
  let isPre = false
  for (let node: TextNode | null = element.parentNode; node?.nodeType === 1; node = node.parentNode) {
    isPre ||= isPreformatted(node, false)
  }
  addChildren(element, isPreformatted(element, isPre))
  return text.text
}

/** Collects text. White space collapses as on a screen, and the breaks around blocks count once. */
class LinesOfText {
  text = ''
  #breaks = 0
  #isSpacePending = false

  addWords(words: string): void {
    const collapsed = words.replaceAll(/[\t\n\f\r ]+/g, ' ')
    if (collapsed.startsWith(' ')) this.#isSpacePending = true
    const content = collapsed.trim()
    if (content === '') return
    this.#flush(true)
    this.text += content
    this.#isSpacePending = collapsed.endsWith(' ')
  }

  addExactly(text: string): void {
    this.#flush(text.trim() !== '')
    this.text += text
  }

  breakLine(breaks: number): void {
    if (breaks === 0) return
    this.#isSpacePending = false
    this.#breaks = Math.max(this.#breaks, breaks)
  }

  #flush(keepsSpace: boolean): void {
    if (this.text !== '') this.text += '\n'.repeat(this.#breaks)
    const isInLine = this.text !== '' && !/[\n\t]$/.test(this.text)
    if (this.#isSpacePending && keepsSpace && isInLine) this.text += ' '
    this.#breaks = 0
    this.#isSpacePending = false
  }
}
