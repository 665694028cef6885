/**
 * Reads an app's manifest. It refuses the manifests that Chromium refuses, with Chromium's messages.
 * Source: Chromium extensions/common/manifest_constants.cc, extensions/common/extension.cc and
 * extensions/common/manifest_handlers/{app_background_info,background_info}.cc; measured on Chromium 156.
 */
import { socketPermissionTexts, socketsPolicy } from '@chrome-socket/api/manifest'
import type { ManifestSockets } from '@chrome-socket/api/manifest'
import type { AppPackage } from '../package/app-package.ts'
import { packagePath, readText, refusal } from '../package/app-package.ts'
import { parseJson } from './json.ts'

/** A manifest that Chromium would load. Unknown keys stay as they are. */
export interface Manifest {
  /** The app's name, which is not empty. */
  readonly name: string
  /** The app's version: one to four integers with dots between them. */
  readonly version: string
  /** A description for the user. */
  readonly description?: string
  /** A name for places with little room. */
  readonly short_name?: string
  /** The version of the format: 2 or 3, or 1 in an app of 2012. */
  readonly manifest_version?: number
  /** The language of a text that the user's language lacks: a folder of `_locales`. */
  readonly default_locale?: string
  /** The public key that the app's id is computed from, in base64. */
  readonly key?: string
  /** The scripts or the page in the background, or the page of a legacy app. */
  readonly app: {
    readonly background?: { readonly scripts?: readonly string[]; readonly page?: string }
    /** A legacy packaged app: a page without a background. */
    readonly launch?: { readonly local_path?: string }
  }
  /** The permissions: names, and objects such as `{ socket: ['tcp-connect'] }`. */
  readonly permissions?: readonly (string | Readonly<Record<string, unknown>>)[]
  /** The permissions that the app may request later. */
  readonly optional_permissions?: readonly (string | Readonly<Record<string, unknown>>)[]
  /** The app's permissions for `chrome.sockets`. */
  readonly sockets?: ManifestSockets
  readonly [key: string]: unknown
}

type Dictionary = Readonly<Record<string, unknown>>

/**
 * The limit on the size of a manifest. An ordinary one has some kilobytes; to parse a hundred megabytes takes ten
 * seconds.
 */
const mostBytes = 16 * 1024 * 1024

/** Reads the manifest of a package. Throws a RunAppError with Chromium's text for a manifest that it would not load. */
export function readManifest(files: AppPackage): Manifest {
  const size = files.read('manifest.json')?.byteLength ?? 0
  if (size > mostBytes) throw refusal(files, `manifest.json is ${size} bytes; more than ${mostBytes} are refused`)
  const text = readText(files, 'manifest.json')
  if (text === undefined) throw refusal(files, 'Manifest file is missing or unreadable')
  const parsed = parseJson(text)
  if ('error' in parsed) throw refusal(files, `Manifest is not valid JSON.  ${parsed.error}`)
  if (!isDictionary(parsed.value)) throw refusal(files, 'Manifest file is invalid')
  const manifest = parsed.value
  for (const rule of rules) {
    const problem = rule(manifest, files)
    if (problem !== undefined) throw refusal(files, problem)
  }
  return manifest as unknown as Manifest
}

/** A check of the manifest. Returns Chromium's message for a fault, or undefined. */
type Rule = (manifest: Dictionary, files: AppPackage) => string | undefined

const rules: readonly Rule[] = [
  ({ manifest_version: version }) =>
    // Chromium no longer accepts 1. Apps of 2012 have it, and nothing else in them is different.
    version === undefined || (isInteger(version) && version >= 1)
      ? undefined
      : "Invalid value for 'manifest_version'. Must be an integer either 2 or 3. See developer.chrome.com/apps/manifestVersion for details.",
  ({ key }) =>
    key === undefined || (typeof key === 'string' && isBase64(key)) ? undefined : "Value 'key' is missing or invalid.",
  ({ name }) => (typeof name === 'string' && name !== '' ? undefined : "Required value 'name' is missing or invalid."),
  ({ version }) =>
    typeof version === 'string' && isVersion(version)
      ? undefined
      : "Required value 'version' is missing or invalid. It must be between 1-4 dot-separated integers each between 0 and 65536.",
  optionalString('description'),
  optionalString('short_name'),
  optionalSocketRule('permissions', socketPermissionTexts),
  optionalSocketRule('optional_permissions', socketPermissionTexts),
  ({ app }) => backgroundProblem(app),
  optionalSocketRule('sockets', (sockets) => socketsPolicy(sockets as ManifestSockets)),
  ({ app }, files) => missingFile(app as Dictionary, files),
  (_, files) => {
    const reserved = files.rootNames.find((name) => name.startsWith('_') && !allowedUnderscore.has(name))
    return reserved === undefined
      ? undefined
      : `Cannot load extension with file or directory name ${reserved}. Filenames starting with "_" are reserved for use by the system.`
  },
]

/** The names with an underscore that Chromium accepts: `_locales`, and those that the store and Chromium add. */
const allowedUnderscore: ReadonlySet<string> = new Set([
  '_locales',
  '_metadata',
  '_platform_specific',
  '_generated_background_page.html',
])

function optionalString(key: string): Rule {
  return (manifest) =>
    manifest[key] === undefined || typeof manifest[key] === 'string' ? undefined : `Invalid value for '${key}'.`
}

function backgroundProblem(app: unknown): string | undefined {
  const missing = 'Packaged apps must have a background page or background scripts.'
  // Chromium treats a manifest without `app` as an extension's, and reports that it is too old.
  if (app === undefined) return `${missing} There is no "app" in this manifest: it is not a Chrome App's.`
  if (!isDictionary(app) || (app['background'] === undefined && app['launch'] === undefined)) {
    return "Either 'app.launch.local_path' or 'app.launch.web_url' is required."
  }
  if (app['background'] === undefined) {
    const isLocal = isDictionary(app['launch']) && typeof app['launch']['local_path'] === 'string'
    return isLocal
      ? undefined
      : 'This is a hosted app: a web site with an icon. It has no scripts that could be run here.'
  }
  if (!isDictionary(app['background'])) return missing
  const { scripts, page } = app['background']
  if (scripts !== undefined) {
    if (!Array.isArray(scripts)) return "Invalid value for 'background.scripts'."
    const wrong = scripts.findIndex((script) => typeof script !== 'string' || isOutside(script))
    if (wrong >= 0) return `Invalid value for 'background.scripts[${wrong}]'.`
    if (page !== undefined) {
      return "Only one of 'background.page', 'background.scripts', and 'background.service_worker' can be specified."
    }
    return scripts.length === 0 ? missing : undefined
  }
  if (page === undefined) return missing
  return typeof page === 'string' && page !== '' ? undefined : "Invalid value for 'background_page'."
}

function isOutside(script: string): boolean {
  return script === '' || script.split('/').includes('..') || packagePath(script) === undefined
}

function missingFile({ background, launch }: Dictionary, files: AppPackage): string | undefined {
  const { scripts = [], page } = (background ?? {}) as { scripts?: readonly string[]; page?: string }
  const isThere = (reference: string): boolean => files.read(packagePath(reference) ?? '') !== undefined
  const missing = scripts.find((script) => !isThere(script))
  if (missing !== undefined) return `Could not load background script '${missing}'.`
  if (page !== undefined && !isThere(page)) return `Could not load background page '${page}'.`
  const path = background === undefined ? (launch as { readonly local_path: string }).local_path : undefined
  return path === undefined || isThere(path) ? undefined : `Could not load launch page '${path}'.`
}

/** Makes a rule for a key from a check of the API, which throws Chromium's text. */
function optionalSocketRule(key: string, read: (value: unknown) => unknown): Rule {
  return ({ [key]: value }) => {
    try {
      if (value !== undefined) read(value)
      return undefined
    } catch (error) {
      return (error as TypeError).message
    }
  }
}

function isDictionary(value: unknown): value is Dictionary {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value)
}

function isBase64(text: string): boolean {
  return /^(?:-----[^-]+-----)?[A-Za-z0-9+/=\s]{4,}(?:-----[^-]+-----)?\s*$/.test(text)
}

/**
 * Whether a text is a version that Chromium accepts. Each integer is below 2^32, although the message says 65535. A
 * leading zero is refused.
 */
function isVersion(text: string): boolean {
  const parts = text.split('.')
  return parts.length <= 4 && parts.every((part) => /^(0|[1-9]\d*)$/.test(part) && Number(part) < 2 ** 32)
}
