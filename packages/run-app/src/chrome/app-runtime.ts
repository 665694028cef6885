/**
 * chrome.app.runtime: the events that tell an app to start.
 * Source: Chromium extensions/common/api/app_runtime.idl; measured on Chromium 156.
 */
import { setImmediate } from 'node:timers'
import { EventChannel } from './event.ts'
import { enumOf, type Namespace } from './namespace.ts'

export interface AppRuntime {
  readonly namespace: Namespace
  /**
   * Raises onLaunched, as for an app that was started from a command line. If the event has no listener yet, it is
   * raised for the first listener. In Chromium such an app starts at the user's second click.
   */
  launch(): void
}

const launchSources: readonly string[] = [
  'about_page',
  'app_home_page',
  'app_launcher',
  'arc',
  'background',
  'chrome_internal',
  'command_line',
  'context_menu',
  'ephemeral_app',
  'extensions_page',
  'file_handler',
  'focus_mode',
  'installed_notification',
  'intent_url',
  'keyboard',
  'kiosk',
  'load_and_launch',
  'management_api',
  'new_tab_page',
  'reload',
  'restart',
  'sparky',
  'system_tray',
  'test',
  'untracked',
  'url_handler',
]

export function appRuntime(): AppRuntime {
  let isAwaited = false
  const onLaunched = new EventChannel((isUsed) => {
    if (isUsed && isAwaited) setImmediate(launch)
  })
  const launch = (): void => {
    isAwaited = !onLaunched.isUsed
    onLaunched.dispatch(() => [
      { isDemoSession: false, isKioskSession: false, isPublicSession: false, source: 'command_line' },
    ])
  }
  return {
    namespace: {
      path: 'app.runtime',
      functions: [],
      events: { onRestarted: new EventChannel(), onLaunched, onEmbedRequested: new EventChannel() },
      constants: { LaunchSource: enumOf(launchSources) },
    },
    launch,
  }
}
