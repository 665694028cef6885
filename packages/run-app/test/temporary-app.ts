/** An app in a temporary folder, for a test. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** The contents of files by their paths: text, or a value that is written as JSON. */
export type AppFiles = Readonly<Record<string, unknown>>

export interface TemporaryApp extends AsyncDisposable {
  readonly directory: string
}

export async function temporaryApp(files: AppFiles): Promise<TemporaryApp> {
  const directory = await mkdtemp(join(tmpdir(), 'run-app-test-'))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true })
    await writeFile(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return { directory, [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) }
}

/** Makes a manifest with a background script, `bg.js`. */
export function manifest(more: object = {}): object {
  return { name: 'Test', version: '1', manifest_version: 2, app: { background: { scripts: ['bg.js'] } }, ...more }
}
