/**
 * chrome.contextMenus. There is no menu to click on: what an app puts into it is taken, and never chosen.
 * Source: Chromium chrome/common/extensions/api/context_menus.json
 */
import { EventChannel } from './event.ts'
import type { Namespace } from './namespace.ts'

export function contextMenusNamespace(): Namespace {
  let lastId = 0
  return {
    path: 'contextMenus',
    events: { onClicked: new EventChannel() },
    functions: [
      {
        signature: 'contextMenus.create(object createProperties, optional function callback)',
        run([properties]: readonly [{ readonly id?: string }]) {
          lastId += 1
          return properties.id ?? lastId
        },
      },
      {
        signature: 'contextMenus.update([integer|string] id, object updateProperties, optional function callback)',
        run() {},
      },
      { signature: 'contextMenus.remove([integer|string] menuItemId, optional function callback)', run() {} },
      { signature: 'contextMenus.removeAll(optional function callback)', run() {} },
    ],
  }
}
