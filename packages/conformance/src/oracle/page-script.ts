/**
 * The page's modules as one script. The build puts it beside this file; run from its sources, as the tests are, it is made
 * anew by rolldown, which is a development dependency only.
 */
import { readFile } from 'node:fs/promises'

/** A script that leaves `conformance.playInPage` in the page's global scope. */
export async function pageScript(): Promise<string> {
  if (!import.meta.url.endsWith('.ts')) return readFile(new URL('page.bundle.js', import.meta.url), 'utf8')
  const { bundlePage } = (await import(new URL('../../tools/bundle-page.mjs', import.meta.url).href)) as {
    bundlePage: () => Promise<string>
  }
  return bundlePage()
}
