/**
 * The texts of `_locales/<locale>/messages.json`. An app gets the text in the user's language, or else in its parent
 * (`en` of `en_US`), or else in the manifest's default_locale.
 * Source: Chromium extensions/common/message_bundle.cc and extensions/browser/l10n_file_util.cc
 */
import { readText, refusal } from '../package/app-package.ts'
import type { AppPackage } from '../package/app-package.ts'
import { parseJson } from './json.ts'
import type { Manifest } from './manifest.ts'

/** Texts by their name in lower case. Named placeholders are filled in; `$1` to `$9` are not. */
export type Messages = ReadonlyMap<string, string>

/** Reads the texts. `locale` is the user's, such as `en-US`. Throws a RunAppError for texts that Chromium refuses. */
export function readMessages(files: AppPackage, { default_locale }: Manifest, locale: string): Messages {
  const locales = files.list('_locales').filter((name) => !name.startsWith('.'))
  if (locales.length === 0) {
    if (default_locale === undefined) return new Map()
    throw refusal(files, 'Default locale was specified, but _locales subtree is missing.')
  }
  if (typeof default_locale !== 'string' || !locales.includes(default_locale)) {
    throw refusal(files, "Localization used, but default_locale wasn't specified in the manifest.")
  }
  const wanted = localeChain(locale, default_locale).filter((name) => locales.includes(name))
  return new Map(wanted.toReversed().flatMap((name) => [...readLocale(files, name)]))
}

/** The locales to search, in order: `en_US`, `en`, then the default. */
function localeChain(locale: string, defaultLocale: string): string[] {
  const parts = locale.replaceAll('-', '_').split('_')
  const chain = parts.map((_, index) => parts.slice(0, parts.length - index).join('_'))
  return [...new Set([...chain, defaultLocale])]
}

function readLocale(files: AppPackage, locale: string): Messages {
  const path = `_locales/${locale}/messages.json`
  const text = readText(files, path)
  if (text === undefined) return new Map()
  const parsed = parseJson(text)
  if ('error' in parsed) throw refusal(files, `Invalid locale file '${path}': ${parsed.error}`)
  const messages = new Map<string, string>()
  for (const [name, entry] of Object.entries(parsed.value as Record<string, unknown>)) {
    messages.set(name.toLowerCase(), messageText(files, name, entry))
  }
  return messages
}

function messageText(files: AppPackage, name: string, entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) throw refusal(files, `Not a valid tree for key ${name}.`)
  const { message, placeholders } = entry as { readonly message?: unknown; readonly placeholders?: unknown }
  if (typeof message !== 'string') throw refusal(files, `There is no "message" element for key ${name}.`)
  const contents = new Map<string, string>()
  for (const [placeholder, value] of Object.entries((placeholders ?? {}) as Record<string, { content?: unknown }>)) {
    if (typeof value?.content !== 'string') throw refusal(files, `Invalid "content" element for key ${name}.`)
    contents.set(placeholder.toLowerCase(), value.content)
  }
  return message.replace(/\$([A-Za-z0-9_@]+)\$/g, (variable, placeholder: string) => {
    const content = contents.get(placeholder.toLowerCase())
    if (content === undefined) throw refusal(files, `Variable ${variable} used but not defined.`)
    return content
  })
}

/** Fills in `__MSG_name__` in the texts that a user sees, as Chromium does. */
export function localizeManifest(files: AppPackage, manifest: Manifest, messages: Messages): Manifest {
  if (manifest.default_locale === undefined) return manifest
  const texts = (['name', 'short_name', 'description'] as const).flatMap((key) => {
    const text = manifest[key]
    return text === undefined ? [] : [[key, fillIn(files, text, messages)]]
  })
  return { ...manifest, ...Object.fromEntries(texts) }
}

function fillIn(files: AppPackage, text: string, messages: Messages): string {
  return text.replace(/__MSG_([A-Za-z0-9_@]+?)__/g, (variable, name: string) => {
    const message = messages.get(name.toLowerCase())
    if (message === undefined) throw refusal(files, `Variable ${variable} used but not defined.`)
    return message
  })
}
