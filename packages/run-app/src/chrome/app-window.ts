/**
 * chrome.app.window. A window is a page without a screen: it has bounds, which only the app changes, and is never
 * minimized or maximized.
 * Source: Chromium extensions/common/api/app_window.idl, extensions/renderer/resources/app_window_custom_bindings.js;
 * measured on Chromium 156.
 */
import { setImmediate } from 'node:timers'
import { packagePath } from '../package/app-package.ts'
import type { AppPage } from './app-page.ts'
import type { App } from './app.ts'
import { EventChannel } from './event.ts'
import { Answers, ApiError } from './namespace.ts'
import type { Namespace } from './namespace.ts'
import { AppWindow, windowEvents } from './window-object.ts'
import type { CreateWindowOptions } from './window-object.ts'

export interface AppWindows {
  readonly namespace: Namespace
  /** Opens a page of the package in a window. */
  open(path: string, options: CreateWindowOptions): AppWindow
}

export function appWindows(app: App): AppWindows {
  const windows = new Set<AppWindow>()
  app.whenEnded(() => {
    for (const window of windows) window.release()
  })
  const events = Object.fromEntries(windowEvents.map((name) => [name, new EventChannel()]))

  const open = (path: string, options: CreateWindowOptions): AppWindow => {
    const window = new AppWindow(options, app.hold(), (closing) => windows.delete(closing))
    window.page = app.openWindow?.(path, () => window.close())
    windows.add(window)
    return window
  }
  const windowOf = (page: AppPage): AppWindow | undefined => [...windows].find((window) => window.page === page)
  const withId = (id: string): AppWindow | undefined =>
    id === '' ? undefined : [...windows].find((window) => window.id === id)

  const create = (url: string, options: CreateWindowOptions, caller: AppPage): object => {
    if ((options.id ?? '').length > 256) {
      throw new ApiError('The window id can not be more than 256 characters long.', undefined)
    }
    const known = withId(options.id ?? '')
    if (known !== undefined) return known.objectFor(caller)
    const path = localPath(app, url)
    if (app.openWindow !== undefined && app.files.read(path) === undefined) {
      app.print(`The app opens the window ${url}, which is not in its package.`)
      return new Answers(undefined)
    }
    if (app.openWindow === undefined) {
      app.print(`The app opens the window ${url}. It is not loaded without a document: try --page jsdom.`)
    }
    const window = open(path, options)
    // The callback runs in the next turn, before the window's scripts.
    setImmediate(() => setImmediate(() => void window.page?.page.load()))
    return window.objectFor(caller)
  }

  const namespace: Namespace = {
    path: 'app.window',
    events,
    constants: {
      State: { FULLSCREEN: 'fullscreen', MAXIMIZED: 'maximized', MINIMIZED: 'minimized', NORMAL: 'normal' },
      WindowType: { PANEL: 'panel', SHELL: 'shell' },
    },
    types: createTypes,
    functions: [
      {
        signature:
          'app.window.create(string url, optional app.window.CreateWindowOptions options, optional function callback)',
        run: ([url, options = {}]: readonly [string, CreateWindowOptions | undefined], caller) =>
          create(url, options, caller),
      },
      {
        signature: 'app.window.current()',
        run: (_, caller) => windowOf(caller)?.objectFor(caller) ?? null,
      },
      {
        signature: 'app.window.getAll()',
        run: (_, caller) => [...windows].map((window) => window.objectFor(caller)),
      },
      {
        signature: 'app.window.get(string id)',
        run: ([id]: readonly string[], caller) => withId(id as string)?.objectFor(caller) ?? null,
      },
      { signature: 'app.window.canSetVisibleOnAllWorkspaces()', run: () => false },
    ],
  }
  return { namespace, open }
}

function localPath(app: App, url: string): string {
  const relative = url.startsWith(`${app.origin}/`) ? url.slice(app.origin.length) : url
  if (/^[a-z][a-z0-9+.-]*:/i.test(relative)) {
    throw new ApiError('The URL used for window creation must be local for security reasons.', undefined)
  }
  return packagePath(relative) ?? relative
}

const bounds = { left: 'integer?', top: 'integer?', width: 'integer?', height: 'integer?' }
const limits = { minWidth: 'integer?', minHeight: 'integer?', maxWidth: 'integer?', maxHeight: 'integer?' }

const createTypes = {
  'app.window.State': ['fullscreen', 'maximized', 'minimized', 'normal'],
  'app.window.WindowType': ['panel', 'shell'],
  'app.window.ContentBounds': bounds,
  'app.window.BoundsSpecification': { ...bounds, ...limits },
  'app.window.CreateWindowOptions': {
    ...limits,
    id: 'string?',
    innerBounds: 'app.window.BoundsSpecification?',
    outerBounds: 'app.window.BoundsSpecification?',
    bounds: 'app.window.ContentBounds?',
    defaultWidth: 'integer?',
    defaultHeight: 'integer?',
    defaultLeft: 'integer?',
    defaultTop: 'integer?',
    width: 'integer?',
    height: 'integer?',
    left: 'integer?',
    top: 'integer?',
    type: 'app.window.WindowType?',
    ime: 'boolean?',
    showInShelf: 'boolean?',
    icon: 'string?',
    frame: 'any?',
    alphaEnabled: 'boolean?',
    state: 'app.window.State?',
    hidden: 'boolean?',
    resizable: 'boolean?',
    singleton: 'boolean?',
    alwaysOnTop: 'boolean?',
    focused: 'boolean?',
    visibleOnAllWorkspaces: 'boolean?',
    transparentBackground: 'boolean?',
  },
} as const
