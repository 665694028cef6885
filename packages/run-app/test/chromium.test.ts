/**
 * Asks an app the questions that Chromium was asked, and compares the answers. `tools/ask-chromium.mjs` records
 * Chromium's.
 */
import { existsSync, readFileSync } from 'node:fs'
import type { Backend } from '@chrome-socket/api'
import { memoryBackend } from '@chrome-socket/backend-memory'
import { nodeBackend } from '@chrome-socket/backend-node'
import { describe, expect, test } from 'vitest'
import { runApp } from '../src/index.ts'
import type { Page, PageHost } from '../src/index.ts'
import { barePages } from '../src/page/bare-page.ts'
import { recordedConsole } from './recorded-console.ts'
import { temporaryApp } from './temporary-app.ts'
import type { AppFiles } from './temporary-app.ts'

interface Answer {
  readonly gives?: unknown
  readonly throws?: string
}

interface PageRecording {
  readonly files: AppFiles
  readonly prelude: string
  readonly questions: readonly { readonly ask: string; readonly answer: Answer }[]
}

interface ManifestRecording {
  readonly apps: readonly { readonly name: string; readonly files: AppFiles; readonly answer: string }[]
}

/** The name of the runtime that runs this file. `npm run conformance:matrix` runs it in each. */
const runtime = 'Bun' in globalThis ? 'Bun' : 'Deno' in globalThis ? 'Deno' : 'Node'

/** Answers that a runtime gives otherwise than Chromium, each with its reason. */
const runtimeDifferences: readonly { readonly runtime: string; readonly chromium: string; readonly here: string }[] = [
  // Bun's structuredClone does not name the value.
  { runtime: 'Bun', chromium: '() => {} could not be cloned.', here: 'The object can not be cloned.' },
  // Deno's fetch has the usual text of a status, and not the server's.
  { runtime: 'Deno', chromium: '"Fine"', here: '"OK"' },
  { runtime: 'Deno', chromium: '"Not Here"', here: '"Not Found"' },
]

/** Chromium's answer, as this runtime gives it. */
function answerHere(answer: Answer): Answer {
  let text = JSON.stringify(answer)
  for (const { chromium, here } of runtimeDifferences.filter((each) => each.runtime === runtime)) {
    text = text.replaceAll(chromium, here)
  }
  return JSON.parse(text) as Answer
}

function recording<Recording>(name: string): Recording {
  return JSON.parse(readFileSync(new URL(`chromium/${name}.json`, import.meta.url), 'utf8')) as Recording
}

describe("runApp answers a manifest with Chromium's words", () => {
  /** The manifests with another outcome than in Chromium, each with its reason. */
  const differences: ReadonlyMap<string, string> = new Map([
    // Chrome accepted version 1 until 2013. Nothing else in such an app is different.
    ['manifest_version 1', 'loaded'],
  ])
  test.each(recording<ManifestRecording>('manifests').apps)('$name', async ({ name, files, answer }) => {
    await using app = await temporaryApp(files)
    const options = { backend: memoryBackend(), console: recordedConsole().console, page: noPages }
    const outcome = await runApp({ directory: app.directory, ...options }).then(
      async (running) => {
        await running.close()
        return 'loaded'
      },
      (error: Error) => error.message.replace(`${app.directory}: `, ''),
    )
    expect(outcome).toBe(differences.get(name) ?? answer)
  })
})

/** The pages of apps that only have to load. They run no scripts. */
const noPages = {
  openBackground: barePage,
  openDocument: barePage,
}

function barePage(host: PageHost): Page {
  return barePages.openBackground(host, [])
}

describe.each([
  'storage',
  'alarms-idle-power',
  'hid-menus-commands-sync',
  'notifications-permissions',
  'permission-parts',
  'runtime-i18n',
  'system',
])('%s', (name) => {
  test('answers as in Chromium', () => expectChromiumsAnswers(name, 'none'))
})

test.each(['window', 'modules', 'modules-names', 'modules-failures', 'modules-await', 'modules-loading'])(
  '%s answers as in Chromium',
  (name) => expectChromiumsAnswers(name, 'jsdom'),
)

test('a host that the manifest names answers as in Chromium', () =>
  expectChromiumsAnswers('hosts', 'jsdom', nodeBackend()))

// The thread of a worker runs the built file. `npm test` builds it first.
const isBuilt = existsSync(new URL('../dist/worker/thread.js', import.meta.url))
describe.each(['none', 'jsdom'] as const)('--page %s (skipped without a build)', (page) => {
  test.skipIf(!isBuilt).each(['workers', 'modules-workers'])('%s answer as in Chromium', (name) =>
    expectChromiumsAnswers(name, page),
  )
})

async function expectChromiumsAnswers(
  name: string,
  page: 'none' | 'jsdom',
  backend: Backend = memoryBackend(),
): Promise<void> {
  const { files, prelude, questions } = recording<PageRecording>(name)
  await using app = await temporaryApp(files)
  const { console } = recordedConsole()
  await using running = await runApp({
    directory: app.directory,
    backend,
    locale: 'en-US',
    console,
    page,
  })
  // This is the realm's own eval, called indirectly: the source runs in the app's global scope.
  const evaluate = running.window['eval'] as (source: string) => Promise<string>
  await evaluate(prelude)
  const answers: { ask: string; answer: Answer }[] = []
  for (const { ask } of questions) {
    const text = await evaluate(`answerTo(() => (${ask}))`)
    answers.push({ ask, answer: JSON.parse(text.replaceAll(running.id, 'APP')) as Answer })
  }
  expect(answers).toEqual(questions.map(({ ask, answer }) => ({ ask, answer: answerHere(answer) })))
}
