/** Loads an app: its files, its manifest, its texts in the user's language and its id. */
import { readMessages, localizeManifest } from './manifest/locales.ts'
import type { Messages } from './manifest/locales.ts'
import { readManifest } from './manifest/manifest.ts'
import type { Manifest } from './manifest/manifest.ts'
import { appId } from './package/app-id.ts'
import type { AppPackage } from './package/app-package.ts'
import { openPackage } from './package/open-package.ts'

export interface LoadedApp {
  readonly id: string
  readonly files: AppPackage
  readonly manifest: Manifest
  readonly messages: Messages
  /** The user's language, with an underscore: `en_US`. */
  readonly locale: string
}

/** Loads the app at `path`. Throws a RunAppError for an app that Chromium would not load. */
export function loadApp(path: string, locale: string = systemLocale()): LoadedApp {
  const files = openPackage(path)
  const manifest = readManifest(files)
  const messages = readMessages(files, manifest, locale)
  return {
    id: appId(manifest.key, files.location),
    files,
    manifest: localizeManifest(files, manifest, messages),
    messages,
    locale: locale.replaceAll('-', '_'),
  }
}

function systemLocale(): string {
  return new Intl.DateTimeFormat().resolvedOptions().locale
}
