/**
 * chrome.commands: the shortcuts of a manifest. The app can list them, but nobody presses them, because there is no
 * keyboard.
 * Source: Chromium chrome/common/extensions/api/commands.json; measured on Chromium 156.
 */
import process from 'node:process'
import { EventChannel } from './event.ts'
import type { Namespace } from './namespace.ts'

interface Command {
  readonly description?: string
  /** The keys for all systems, or by system. */
  readonly suggested_key?: string | Readonly<Record<string, string>>
}

const systems: Readonly<Record<string, string>> = { darwin: 'mac', win32: 'windows' }

export function commandsNamespace(commands: object): Namespace {
  const listed = Object.entries(commands as Readonly<Record<string, Command | null>>).map(([name, command]) => ({
    description: command?.description ?? '',
    name,
    shortcut: shortcutOf(command ?? {}),
  }))
  return {
    path: 'commands',
    events: { onCommand: new EventChannel() },
    functions: [
      {
        signature: 'commands.getAll(optional function callback)',
        run: () => listed.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((each) => ({ ...each })),
      },
    ],
  }
}

function shortcutOf({ suggested_key: key = '' }: Command): string {
  return typeof key === 'string' ? key : (key[systems[process.platform] ?? 'linux'] ?? key['default'] ?? '')
}
