/** The data that an app keeps from one start to the next, and the ways to start it. */
import { spawnSync } from 'node:child_process'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { memoryBackend } from '@chrome-socket/backend-memory'
import { expect, test } from 'vitest'
import { RunAppError, runApp } from '../src/index.ts'
import type { RunAppOptions } from '../src/index.ts'
import { recordedConsole } from './recorded-console.ts'
import { manifest, temporaryApp } from './temporary-app.ts'
import type { AppFiles } from './temporary-app.ts'

/** Starts an app, waits for a line that begins with `end`, and closes the app. Resolves with all lines. */
async function run(files: AppFiles, options: Partial<RunAppOptions> = {}): Promise<readonly string[]> {
  await using app = await temporaryApp(files)
  const { console, line, lines } = recordedConsole()
  const running = await runApp({ directory: app.directory, backend: memoryBackend(), console, ...options })
  await line(/^end/)
  await running.close()
  return lines
}

const counting = {
  'manifest.json': manifest({ key: 'bm8ga2V5IGF0IGFsbA==', permissions: ['storage', 'alarms'] }),
  'bg.js': `chrome.runtime.onInstalled.addListener(function (details) { console.log('installed', JSON.stringify(details)) })
    chrome.runtime.onStartup.addListener(function () { console.log('startup') })
    chrome.alarms.getAll(function (alarms) {
      chrome.alarms.create('tomorrow', { delayInMinutes: 1440 })
      chrome.storage.local.get({ count: 0 }, function (items) {
        chrome.storage.local.set({ count: items.count + 1 }, function () { console.log('end', items.count, alarms.length) })
      })
    })`,
}

test('values, alarms and the version are there at the next start, and only complete files are left', async () => {
  await using kept = await temporaryApp({})
  const options = { storage: kept.directory }
  expect(await run(counting, options)).toEqual(['installed {"reason":"install"}', 'end 0 0'])
  expect(await run(counting, options)).toEqual(['startup', 'end 1 1'])
  const newer = manifest({ version: '2', permissions: ['storage', 'alarms'] })
  expect(await run({ ...counting, 'manifest.json': newer }, options)).toEqual([
    'installed {"reason":"update","previousVersion":"1"}',
    'startup',
    'end 2 1',
  ])
  expect((await readdir(kept.directory)).toSorted()).toEqual(['alarms.json', 'storage-local.json', 'version.json'])
})

test('an app without a storage folder keeps nothing', async () => {
  expect(await run(counting)).toEqual(['installed {"reason":"install"}', 'end 0 0'])
  expect(await run(counting)).toEqual(['installed {"reason":"install"}', 'end 0 0'])
})

test('the error names a damaged file', async () => {
  await using kept = await temporaryApp({})
  await writeFile(join(kept.directory, 'storage-local.json'), '{"half')
  await expect(run(counting, { storage: kept.directory })).rejects.toThrow(/storage-local\.json is damaged/)
})

test('runApp refuses a damaged version before the app runs', async () => {
  await using kept = await temporaryApp({ 'version.json': '{"half' })
  await using app = await temporaryApp(counting)
  const { console, lines } = recordedConsole()
  const options = { directory: app.directory, backend: memoryBackend(), console, storage: kept.directory }
  await expect(runApp(options)).rejects.toThrow(/version\.json is damaged/)
  expect(lines).toEqual([])
})

test('runApp rejects if it cannot make the storage folder', async () => {
  await using kept = await temporaryApp({ file: 'text' })
  await expect(run(counting, { storage: join(kept.directory, 'file') })).rejects.toThrow(RunAppError)
  await expect(run(counting, { storage: join(kept.directory, 'file', 'in') })).rejects.toThrow(
    /Cannot make the folder for what the app/,
  )
})

test('an app hears that nothing can be written, and goes on', async () => {
  await using kept = await temporaryApp({})
  for (const name of ['version', 'alarms', 'storage-local']) await mkdir(join(kept.directory, `${name}.json.new`))
  const files = {
    ...counting,
    'bg.js': `chrome.storage.local.set({ a: 1 }, function () {
      console.log(chrome.runtime.lastError.message)
      chrome.storage.local.get('a', function (items) { console.log('end', items.a) })
    })`,
  }
  const lines = await run(files, { storage: kept.directory })
  expect(lines).toContain('end 1')
  expect(lines).toContainEqual(expect.stringMatching(/^EISDIR: .*storage-local\.json\.new/))
  expect(lines).toContainEqual(expect.stringMatching(/^Cannot keep the app's version: EISDIR/))
})

test('a second app is refused the storage folder until the first app has closed', async () => {
  await using kept = await temporaryApp({})
  await using app = await temporaryApp(counting)
  const start = () =>
    runApp({
      directory: app.directory,
      backend: memoryBackend(),
      console: recordedConsole().console,
      storage: kept.directory,
    })
  const first = await start()
  await expect(start()).rejects.toThrow(/is in use: the app runs already/)
  await first.close()
  await (await start()).close()
})

test.skipIf(process.platform === 'win32')('the socket of a killed process does not lock the folder', async () => {
  await using kept = await temporaryApp({})
  const left = "require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))"
  spawnSync(process.execPath, ['-e', left, join(kept.directory, '.run-app.sock')])
  expect(await readdir(kept.directory)).toEqual(['.run-app.sock'])
  expect(await run(counting, { storage: kept.directory })).toContain('end 0 0')
  expect(await readdir(kept.directory)).not.toContain('.run-app.sock')
})

test.skipIf(process.platform === 'win32')(
  'the path of the folder may be longer than the limit for a socket',
  async () => {
    await using kept = await temporaryApp({})
    const storage = join(kept.directory, 'long'.repeat(30))
    expect(await run(counting, { storage })).toContain('end 0 0')
    expect(await run(counting, { storage })).toContain('end 1 1')
  },
)

test("texts are in the user's language, in its parent, or in the default language", async () => {
  const files = {
    'manifest.json': manifest({ name: '__MSG_name__', default_locale: 'en' }),
    '_locales/en/messages.json': { name: { message: 'Bell' }, only: { message: 'English only' } },
    '_locales/de/messages.json': { name: { message: 'Klingel' } },
    'bg.js':
      "console.log('end', chrome.runtime.getManifest().name, chrome.i18n.getMessage('only'), chrome.i18n.getUILanguage())",
  }
  expect(await run(files, { locale: 'de-AT' })).toEqual(['end Klingel English only de-AT'])
  expect(await run(files, { locale: 'fr' })).toEqual(['end Bell English only fr'])
})

test('an app has chrome.experimental.socket if the option asks for it', async () => {
  const files = {
    'manifest.json': manifest({ permissions: ['experimental'] }),
    'bg.js':
      "chrome.experimental.socket.create('udp', {}, function (info) { console.log('end', info.socketId, typeof chrome.socket) })",
  }
  expect(await run(files, { experimentalSocket: true })).toEqual(['end 1 undefined'])
})

test('a background page in HTML and a legacy packaged app need a document', async () => {
  const page = { 'page.html': '<script src="page.js"></script>', 'page.js': "console.log('end', location.pathname)" }
  const background = { ...page, 'manifest.json': manifest({ app: { background: { page: 'page.html' } } }) }
  const legacy = { ...page, 'manifest.json': manifest({ app: { launch: { local_path: 'page.html' } } }) }
  expect(await run(background, { page: 'jsdom' })).toEqual(['end /page.html'])
  expect(await run(legacy, { page: 'jsdom' })).toEqual(['end /page.html'])
  await expect(run(background)).rejects.toThrow(/--page jsdom/)
  await expect(run(legacy)).rejects.toThrow(/--page jsdom/)
})
