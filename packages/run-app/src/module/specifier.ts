/**
 * Resolves the specifiers of modules: only URLs and relative references name a module, because an app has no import map.
 * Source: https://html.spec.whatwg.org/multipage/webappapis.html#resolve-a-module-specifier; the hints are those of Chromium's
 * third_party/blink/renderer/core/script/modulator_impl_base.cc.
 */

/** Resolves a specifier. Returns undefined for one that names no module. */
export function resolveSpecifier(specifier: string, base: string): string | undefined {
  // The host's own `URL` resolves against a chrome-extension: URL.
  if (/^\.{0,2}\//.test(specifier)) return URL.canParse(specifier, base) ? new URL(specifier, base).href : undefined
  return URL.canParse(specifier) ? new URL(specifier).href : undefined
}

/** Chromium's hint for a specifier that names no module. */
export function hintFor(specifier: string): string {
  return /^(\.{0,2}\/|$)/.test(specifier)
    ? "Invalid relative url or base scheme isn't hierarchical."
    : 'Relative references must start with either "/", "./", or "../".'
}
