/**
 * The page's modules as one script. The build puts the script beside this file. When this runs from its sources, as in
 * tests, rolldown makes the script anew. rolldown is a development dependency only.
 */
import { readFile } from 'node:fs/promises'

/** The script, which defines `conformance.playInPage` in the page's global scope. */
export async function pageScript(): Promise<string> {
  if (!import.meta.url.endsWith('.ts')) return readFile(new URL('page.bundle.js', import.meta.url), 'utf8')
  const { bundlePage } = (await import(new URL('../../tools/bundle-page.mjs', import.meta.url).href)) as {
    bundlePage: () => Promise<string>
  }
  return bundlePage()
}
