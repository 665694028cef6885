/**
 * chrome.notifications. Notifications are printed, and nobody can click on them.
 * Source: Chromium chrome/common/extensions/api/notifications.idl, chrome/browser/extensions/api/notifications;
 * measured on 156.
 */
import { randomUUID } from 'node:crypto'
import type { App } from './app.ts'
import { EventChannel } from './event.ts'
import { ApiError } from './namespace.ts'
import type { Namespace } from './namespace.ts'

interface NotificationOptions {
  readonly type?: string
  readonly iconUrl?: string
  readonly title?: string
  readonly message?: string
}

const missing = 'Some of the required properties are missing: type, iconUrl, title and message.'

export function notificationsNamespace(app: App): Namespace {
  const shown = new Map<string, NotificationOptions>()
  const onClosed = new EventChannel()
  const show = (id: string, options: NotificationOptions): void => {
    shown.set(id, options)
    app.print(`Notification: ${options.title}: ${options.message}`)
  }
  return {
    path: 'notifications',
    events: {
      onShowSettings: new EventChannel(),
      onPermissionLevelChanged: new EventChannel(),
      onButtonClicked: new EventChannel(),
      onClicked: new EventChannel(),
      onClosed,
    },
    constants: {
      PermissionLevel: { DENIED: 'denied', GRANTED: 'granted' },
      TemplateType: { BASIC: 'basic', IMAGE: 'image', LIST: 'list', PROGRESS: 'progress' },
    },
    types: {
      'notifications.TemplateType': ['basic', 'image', 'list', 'progress'],
      'notifications.NotificationOptions': {
        appIconMaskUrl: 'string?',
        buttons: 'array?',
        contextMessage: 'string?',
        eventTime: 'number?',
        iconUrl: 'string?',
        imageUrl: 'string?',
        isClickable: 'boolean?',
        items: 'array?',
        message: 'string?',
        priority: 'integer?',
        progress: 'integer?',
        requireInteraction: 'boolean?',
        silent: 'boolean?',
        title: 'string?',
        type: 'notifications.TemplateType?',
      },
    },
    functions: [
      {
        signature:
          'notifications.create(optional string notificationId, notifications.NotificationOptions options, optional function callback)',
        run([given, options]: readonly [string | undefined, NotificationOptions]) {
          const id = given ?? randomUUID()
          const { type, iconUrl, title, message } = options
          if ([type, iconUrl, title, message].includes(undefined)) throw new ApiError(missing, id)
          show(id, { ...options })
          return id
        },
      },
      {
        signature:
          'notifications.update(string notificationId, notifications.NotificationOptions options, optional function callback)',
        run([id, options]: readonly [string, NotificationOptions]) {
          const old = shown.get(id)
          if (old === undefined) return false
          show(id, { ...old, ...options })
          return true
        },
      },
      {
        signature: 'notifications.clear(string notificationId, optional function callback)',
        run([id]: readonly [string]) {
          const wasShown = shown.delete(id)
          if (wasShown) onClosed.dispatch(() => [id, false])
          return wasShown
        },
      },
      {
        signature: 'notifications.getAll(optional function callback)',
        run: () => Object.fromEntries([...shown.keys()].toSorted().map((id) => [id, true])),
      },
      { signature: 'notifications.getPermissionLevel(optional function callback)', run: () => 'granted' },
    ],
  }
}
