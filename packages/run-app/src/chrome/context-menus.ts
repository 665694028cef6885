/**
 * chrome.contextMenus. The items of an app are kept, but nobody chooses them, because there is no menu.
 * Source: Chromium chrome/common/extensions/api/context_menus.json and
 * chrome/browser/extensions/api/context_menus/context_menus_api_helpers.h; measured on Chromium 156.
 */
import { EventChannel } from './event.ts'
import { ApiError, enumOf } from './namespace.ts'
import type { Namespace } from './namespace.ts'

type Id = string | number

interface Item {
  readonly id?: string
  readonly type?: string
  readonly title?: string
  readonly parentId?: Id
}

const itemTypes = ['checkbox', 'normal', 'radio', 'separator']
const contextTypes = [
  'action',
  'all',
  'audio',
  'browser_action',
  'editable',
  'frame',
  'image',
  'launcher',
  'link',
  'page',
  'page_action',
  'selection',
  'tab',
  'video',
]

const needsId =
  'Extensions using event pages or Service Workers must pass an id parameter to chrome.contextMenus.create'

export function contextMenusNamespace(): Namespace {
  const items = new Map<Id, Item>()
  const find = (id: Id): void => {
    if (!items.has(id)) throw new ApiError(`Cannot find menu item with id ${id}`)
  }
  /** Removes an item and all items below it. */
  const remove = (id: Id): void => {
    items.delete(id)
    for (const [child, { parentId }] of items) if (parentId === id) remove(child)
  }
  return {
    path: 'contextMenus',
    events: { onClicked: new EventChannel() },
    constants: {
      ACTION_MENU_TOP_LEVEL_LIMIT: 6,
      ContextType: enumOf(contextTypes),
      ItemType: enumOf(itemTypes),
    },
    types: { 'contextMenus.ItemType': itemTypes, 'contextMenus.CreateProperties': createProperties },
    functions: [
      {
        signature: 'contextMenus.create(contextMenus.CreateProperties createProperties, optional function callback)',
        atOnce: ([{ id }]: readonly [Item]) => id,
        run([item]: readonly [Item]) {
          const { id, type, title = '', parentId } = item
          if (id === undefined) throw new ApiError(needsId)
          if (items.has(id)) throw new ApiError(`Cannot create item with duplicate id ${id}`)
          if (title === '' && type !== 'separator') {
            throw new ApiError('All menu items except for separators must have a title')
          }
          if (parentId !== undefined) find(parentId)
          items.set(id, item)
        },
      },
      {
        signature: 'contextMenus.update([integer|string] id, object updateProperties, optional function callback)',
        run: ([id]: readonly Id[]) => find(id as Id),
      },
      {
        signature: 'contextMenus.remove([integer|string] menuItemId, optional function callback)',
        run([id]: readonly Id[]) {
          find(id as Id)
          remove(id as Id)
        },
      },
      { signature: 'contextMenus.removeAll(optional function callback)', run: () => items.clear() },
    ],
  }
}

const createProperties = {
  type: 'contextMenus.ItemType?',
  id: 'string?',
  title: 'string?',
  checked: 'boolean?',
  contexts: 'strings?',
  visible: 'boolean?',
  onclick: 'function?',
  parentId: 'any?',
  documentUrlPatterns: 'strings?',
  targetUrlPatterns: 'strings?',
  enabled: 'boolean?',
}
