/** The example examples/old-app: two background scripts and a window, in the style of 2013. */
import { readFile } from 'node:fs/promises'
import net from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeBackend } from '@chrome-socket/backend-node'
import { expect, test } from 'vitest'
import { runApp } from '../src/index.ts'
import { recordedConsole } from './recorded-console.ts'
import { temporaryApp } from './temporary-app.ts'

const directory = fileURLToPath(new URL('../../../examples/old-app', import.meta.url))

test('the example answers visitors, shows them in its window, and stores them', async () => {
  await using kept = await temporaryApp({})
  const { console, lines, line } = recordedConsole()
  const running = await runApp({
    directory,
    backend: nodeBackend(),
    page: 'jsdom',
    storage: kept.directory,
    console,
  })
  const port = Number(/:(\d+)$/.exec(await line(/^Ring at/))?.[1])

  expect(await ring(port, 'Ada')).toBe('Welcome, Ada! You are visitor 1\n')
  expect(await ring(port, 'Grace')).toBe('Welcome, Grace! You are visitor 2\n')
  const { document } = windowOf(running.window)
  const shown = (): (string | null)[] => [...document.querySelectorAll('li')].map((item) => item.textContent)
  // The window loads its script while the bell already answers.
  await expect.poll(shown).toEqual(['Ada', 'Grace'])

  await running.close()
  await running.ended
  expect(lines.at(-1)).toBe('The bell is off')
  expect(JSON.parse(await readFile(join(kept.directory, 'storage-local.json'), 'utf8'))).toEqual({
    visitors: ['Ada', 'Grace'],
  })
})

interface AppWindows {
  getAll(): { contentWindow: { document: Document } }[]
}

function windowOf(background: Readonly<Record<string, unknown>>): { document: Document } {
  const { app } = background['chrome'] as { app: { window: AppWindows } }
  return app.window.getAll()[0]?.contentWindow as { document: Document }
}

/** Sends a name to the example. Resolves with the answer. */
function ring(port: number, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    net
      .connect(port, '127.0.0.1', function connected(this: net.Socket) {
        this.write(`${name}\n`)
      })
      .setEncoding('utf8')
      .on('data', (text: string) => (answer += text))
      .on('end', () => resolve(answer))
      .on('error', reject)
  })
}
