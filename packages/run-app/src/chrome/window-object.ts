/** An AppWindow, the object that `chrome.app.window.create` makes. Each page that asks for a window has its own object. */
import { setImmediate } from 'node:timers'
import type { AppPage } from './app-page.ts'
import { EventChannel } from './event.ts'
import { bindNamespace } from './namespace.ts'
import type { ApiFunction } from './namespace.ts'

interface Bounds {
  left: number
  top: number
  width: number
  height: number
}

export interface CreateWindowOptions {
  readonly id?: string
  readonly bounds?: Partial<Bounds>
  readonly innerBounds?: Partial<Bounds>
  readonly outerBounds?: Partial<Bounds>
  readonly width?: number
  readonly height?: number
  readonly hidden?: boolean
  readonly alwaysOnTop?: boolean
}

/** The events of a window, which `chrome.app.window` has for all windows, too. */
export const windowEvents: readonly string[] = [
  'onAlphaEnabledChanged',
  'onRestored',
  'onMinimized',
  'onMaximized',
  'onFullscreened',
  'onClosed',
  'onBoundsChanged',
]

/** The functions that have no effect without a screen. */
const inert: readonly string[] = [
  'clearAttention()',
  'drawAttention()',
  'focus()',
  'fullscreen()',
  'hide()',
  'maximize()',
  'minimize()',
  'restore()',
  'setActivateOnPointer(boolean active)',
  'setIcon(string icon_url)',
  'setVisibleOnAllWorkspaces(boolean alwaysVisible)',
  'show(optional boolean focused)',
]

export class AppWindow {
  readonly id: string
  /** The page of the window. Undefined if pages have no document. Its scripts run after the callback of `create`. */
  page: AppPage | undefined
  readonly release: () => void
  readonly #bounds: Bounds
  readonly #events: Readonly<Record<string, EventChannel>> = Object.fromEntries(
    windowEvents.map((name) => [name, new EventChannel()]),
  )
  readonly #objects: Map<AppPage, object> = new Map()
  readonly #onClose: (window: AppWindow) => void
  #isOnTop: boolean
  #isClosed = false

  /** Makes a window. An open window keeps the process alive; `release` lets it end. */
  constructor(options: CreateWindowOptions, release: () => void, onClose: (window: AppWindow) => void) {
    this.release = release
    this.id = options.id ?? ''
    this.#onClose = onClose
    this.#isOnTop = options.alwaysOnTop ?? false
    const { width = 512, height = 384 } = options
    const given = options.outerBounds ?? options.innerBounds ?? options.bounds
    this.#bounds = { left: 0, top: 0, width, height, ...given }
  }

  /** Closes the window. As in Chromium, the page closes a turn later, before onClosed is raised. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    setImmediate(() => {
      this.release()
      this.#onClose(this)
      this.page?.close()
      this.#events['onClosed']?.dispatch(() => [])
    })
  }

  /** The object of the window in a page. Each call returns the same object. */
  objectFor(page: AppPage): object {
    const known = this.#objects.get(page)
    if (known !== undefined) return known
    const object = bindNamespace({ path: 'AppWindow', functions: this.#functions(), events: this.#events }, page)
    const contentWindow = this.page?.page.window ?? page.realm.adopt(this.#emptyWindow(page))
    Object.assign(object, { id: this.id, contentWindow, innerBounds: this.#bounds, outerBounds: this.#bounds })
    const adopted = page.realm.adopt(object)
    this.#objects.set(page, adopted)
    return adopted
  }

  /**
   * Makes the `contentWindow` of a window without a document. It suits an app that hands something to its window, or
   * closes the window.
   */
  #emptyWindow(page: AppPage): Record<string, unknown> {
    const doNothing = (): void => {}
    const exposed = { addEventListener: doNothing, removeEventListener: doNothing, close: () => this.close() }
    return Object.fromEntries(
      Object.entries(exposed).map(([name, run]) => [name, page.realm.exposeFunction(name, run)]),
    )
  }

  #functions(): readonly ApiFunction[] {
    return [
      ...inert.map((signature) => ({ signature: `AppWindow.${signature}`, run() {} })),
      ...['isFullscreen', 'isMinimized', 'isMaximized'].map((name) => ({
        signature: `AppWindow.${name}()`,
        run: () => false,
      })),
      { signature: 'AppWindow.close()', run: () => this.close() },
      { signature: 'AppWindow.isAlwaysOnTop()', run: () => this.#isOnTop },
      {
        signature: 'AppWindow.setAlwaysOnTop(boolean alwaysOnTop)',
        run: ([isOnTop]: readonly [boolean]) => void (this.#isOnTop = isOnTop),
      },
      { signature: 'AppWindow.getBounds()', run: () => ({ ...this.#bounds }) },
      {
        signature: 'AppWindow.setBounds(object bounds)',
        run: ([bounds]: readonly [Partial<Bounds>]) => void Object.assign(this.#bounds, bounds),
      },
      {
        signature: 'AppWindow.moveTo(integer left, integer top)',
        run: ([left, top]: readonly [number, number]) => void Object.assign(this.#bounds, { left, top }),
      },
      {
        signature: 'AppWindow.resizeTo(integer width, integer height)',
        run: ([width, height]: readonly [number, number]) => void Object.assign(this.#bounds, { width, height }),
      },
    ]
  }
}
