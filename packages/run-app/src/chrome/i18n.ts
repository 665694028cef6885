/**
 * chrome.i18n: the app's texts and the user's languages.
 * Source: Chromium extensions/renderer/i18n_hooks_delegate.cc and base/strings/string_util.cc (ReplaceStringPlaceholders);
 * measured on Chromium 156.
 */
import type { App } from './app.ts'
import type { Namespace } from './namespace.ts'

export function i18nNamespace(app: App): Namespace {
  const predefined = predefinedMessages(app)
  const acceptLanguages = [...new Set([app.locale.replace('_', '-'), app.locale.split('_')[0] as string])]
  return {
    path: 'i18n',
    functions: [
      {
        signature: 'i18n.getMessage(string messageName, optional any substitutions, optional object options)',
        run([name, given]: readonly [string, unknown]) {
          const substitutions = substitutionsOf(given)
          if (substitutions.length > 9) return undefined
          const message = predefined.get(name.toLowerCase()) ?? app.messages.get(name.toLowerCase())
          return message === undefined ? '' : substitute(message, substitutions)
        },
      },
      { signature: 'i18n.getUILanguage()', run: () => app.locale.replace('_', '-') },
      { signature: 'i18n.getAcceptLanguages(optional function callback)', run: () => acceptLanguages },
    ],
  }
}

const rightToLeft: ReadonlySet<string> = new Set(['ar', 'fa', 'he', 'iw', 'ur', 'yi'])

function predefinedMessages({ id, locale, manifest }: App): ReadonlyMap<string, string> {
  // An app without its own texts has no predefined texts either.
  if (manifest.default_locale === undefined) return new Map()
  const isRightToLeft = rightToLeft.has(locale.split('_')[0] as string)
  return new Map([
    ['@@extension_id', id],
    ['@@ui_locale', locale],
    ['@@bidi_dir', isRightToLeft ? 'rtl' : 'ltr'],
    ['@@bidi_reversed_dir', isRightToLeft ? 'ltr' : 'rtl'],
    ['@@bidi_start_edge', isRightToLeft ? 'right' : 'left'],
    ['@@bidi_end_edge', isRightToLeft ? 'left' : 'right'],
  ])
}

function substitutionsOf(given: unknown): readonly string[] {
  if (typeof given === 'string') return [given]
  return Array.isArray(given) ? given.map(String) : []
}

/**
 * Replaces `$1` to `$9`. A row of several `$` loses its first. A single `$` is removed together with the character
 * after it, if that is no digit from 1 to 9.
 */
function substitute(message: string, substitutions: readonly string[]): string {
  return message.replace(/\$(\$+|[^]|$)/g, (_, after: string) => {
    if (after.startsWith('$')) return after
    return /[1-9]/.test(after) ? (substitutions[Number(after) - 1] ?? '') : ''
  })
}
