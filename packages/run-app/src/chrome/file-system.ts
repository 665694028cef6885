/**
 * chrome.fileSystem, for one folder that the user names with `--folder`. `chooseEntry` chooses this folder.
 * Source: Chromium extensions/common/api/file_system.idl; measured on Chromium 156.
 */
import { basename } from 'node:path'
import type { AppPage } from './app-page.ts'
import type { App } from './app.ts'
import { EventChannel } from './event.ts'
import { FileEntries } from './file-entries.ts'
import { Answers, ApiError } from './namespace.ts'
import type { ApiFunction, Namespace } from './namespace.ts'

interface ChooseEntryOptions {
  readonly type?: string
  readonly suggestedName?: string
}

export function fileSystemNamespace(app: App): Namespace {
  /** The entries of the folder, by page. */
  const entries = new WeakMap<AppPage, FileEntries>()
  const kept = new Set((app.store.read('retained-entries') ?? []) as readonly string[])
  const entriesOf = (page: AppPage, folder: string): FileEntries => {
    const known = entries.get(page) ?? new FileEntries(page, folder, isWritable(app))
    entries.set(page, known)
    return known
  }
  const idOf = ({ fullPath }: { readonly fullPath: string }): string => `${basename(app.folder ?? '')}:${fullPath}`

  const functions: readonly ApiFunction[] = [
    {
      signature: 'fileSystem.chooseEntry(optional fileSystem.ChooseEntryOptions options, function callback)',
      async run([options = {}]: readonly [ChooseEntryOptions | undefined], page) {
        if (page.isBackground) {
          throw new ApiError("Invalid calling page. This function can't be called from a background page.")
        }
        if (app.folder === undefined) {
          app.print('The app asks for a file or folder. Give it one with --folder.')
          throw new ApiError('User cancelled')
        }
        const chosen = entriesOf(page, app.folder)
        if (options.type === 'openDirectory') return chosen.entry('/')
        if (options.suggestedName === undefined) throw new ApiError('User cancelled')
        return chosen.entry(`/${options.suggestedName}`)
      },
    },
    {
      signature: 'fileSystem.getDisplayPath([object] entry, optional function callback)',
      run: ([entry]: readonly [{ readonly fullPath: string }]) => `${app.folder ?? ''}${entry.fullPath}`,
    },
    {
      signature: 'fileSystem.getWritableEntry([object] entry, function callback)',
      run: ([entry]: readonly object[]) => entry,
    },
    {
      signature: 'fileSystem.isWritableEntry([object] entry, optional function callback)',
      run: () => isWritable(app),
    },
    {
      signature: 'fileSystem.retainEntry([object] entry)',
      run([entry]: readonly [{ readonly fullPath: string }]) {
        kept.add(idOf(entry))
        void app.store.write('retained-entries', [...kept])
        return idOf(entry)
      },
    },
    {
      signature: 'fileSystem.restoreEntry(string id, function callback)',
      async run([id]: readonly [string], page) {
        if (app.folder === undefined || !kept.has(id) || !id.startsWith(`${basename(app.folder)}:`)) {
          throw new ApiError('Unknown id')
        }
        return entriesOf(page, app.folder).entry(id.slice(id.indexOf(':') + 1))
      },
    },
    {
      signature: 'fileSystem.isRestorable(string id, optional function callback)',
      run: ([id]: readonly [string]) => kept.has(id),
    },
    {
      signature: 'fileSystem.getVolumeList(optional function callback)',
      run: () => new Answers([]),
    },
  ]
  return {
    path: 'fileSystem',
    events: { onVolumeListChanged: new EventChannel() },
    constants: {
      ChooseEntryType: {
        OPEN_DIRECTORY: 'openDirectory',
        OPEN_FILE: 'openFile',
        OPEN_WRITABLE_FILE: 'openWritableFile',
        SAVE_FILE: 'saveFile',
      },
    },
    types: {
      'fileSystem.ChooseEntryType': ['openDirectory', 'openFile', 'openWritableFile', 'saveFile'],
      'fileSystem.ChooseEntryOptions': {
        type: 'fileSystem.ChooseEntryType?',
        suggestedName: 'string?',
        accepts: 'array?',
        acceptsAllTypes: 'boolean?',
        acceptsMultiple: 'boolean?',
      },
    },
    functions,
  }
}

/** Whether the manifest has the permission `{"fileSystem": ["write"]}`. */
function isWritable(app: App): boolean {
  return (app.manifest.permissions ?? []).some(
    (each) => typeof each === 'object' && Array.isArray(each['fileSystem']) && each['fileSystem'].includes('write'),
  )
}
