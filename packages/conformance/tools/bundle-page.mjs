/**
 * Makes one script of `src/oracle/page.ts` and what it imports, for Chromium's page. Run as a command, it writes the
 * script to where the package has it when it is built.
 *
 * Plain JavaScript, since the build runs it in Node as it is.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const inPackage = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))

export async function bundlePage() {
  const bundle = await rolldown({ input: inPackage('src/oracle/page.ts'), platform: 'browser' })
  try {
    // Modules are strict code, but an `iife` is not strict by itself.
    const { output } = await bundle.generate({ format: 'iife', name: 'conformance', banner: "'use strict';" })
    return output[0].code
  } finally {
    await bundle.close()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(inPackage('dist/oracle/page.bundle.js'), await bundlePage())
}
