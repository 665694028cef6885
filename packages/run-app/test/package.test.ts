/** Where an app's files are: a folder, a .zip, a .crx; and its id. */
import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { memoryBackend } from '@chrome-socket/backend-memory'
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { RunAppError, runApp } from '../src/index.ts'
import { openFolder } from '../src/package/folder.ts'
import { packagePath } from '../src/package/app-package.ts'
import { recordedConsole } from './recorded-console.ts'
import { manifest, temporaryApp } from './temporary-app.ts'

/** A public key, and the id that Chromium makes of it: those of its own documentation of `key`. */
const files = {
  'manifest.json': JSON.stringify(manifest()),
  'bg.js': 'fetch("data/hello.txt").then(function (r) { return r.text() }).then(function (text) { console.log(text) })',
  'data/hello.txt': 'hello from the package',
}

const zip = zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])))

async function says(directory: string): Promise<string> {
  const { console, line } = recordedConsole()
  await using _running = await runApp({ directory, backend: memoryBackend(), console })
  return line(/./)
}

test('a folder', async () => {
  await using app = await temporaryApp(files)
  expect(await says(app.directory)).toBe('hello from the package')
})

/** https://developer.chrome.com/docs/extensions/mv2/crx: magic, version, lengths, key and signature. CRX3: one header. */
test.each([
  ['zip', []],
  ['crx of version 2', ['Cr24', 2, 4, 6, 'keyXsignat']],
  ['crx of version 3', ['Cr24', 3, 8, 'protobuf']],
])('a %s', async (name, header) => {
  await using folder = await temporaryApp({})
  const bytes = header.map((part) => (typeof part === 'string' ? strToU8(part) : new Uint8Array([part, 0, 0, 0])))
  const file = join(folder.directory, `app.${name.slice(0, 3)}`)
  await writeFile(file, Buffer.concat([...bytes, zip]))
  expect(await says(file)).toBe('hello from the package')
})

test('what is no app', async () => {
  await using folder = await temporaryApp({ 'text.zip': 'no archive at all' })
  const start = (path: string) => runApp({ directory: path, backend: memoryBackend() })
  await expect(start(join(folder.directory, 'nothing'))).rejects.toThrow(/^There is no .*nothing$/)
  await expect(start(join(folder.directory, 'text.zip'))).rejects.toThrow(/is neither a .zip nor a .crx/)
  await expect(start(folder.directory)).rejects.toThrow(RunAppError)
})

test('paths stay in the package', async () => {
  await using outside = await temporaryApp({ 'secret.txt': 'secret' })
  await using app = await temporaryApp(files)
  await symlink(join(outside.directory, 'secret.txt'), join(app.directory, 'link.txt'))
  const opened = openFolder(app.directory)
  expect(opened.read('link.txt')).toBeUndefined()
  expect(opened.read('../secret.txt')).toBeUndefined()
  expect(packagePath('/a/./b%20c.js?x#y')).toBe('a/b c.js')
  expect(packagePath('../../x.js')).toBe('x.js')
  expect(packagePath('http://example.com/x.js')).toBeUndefined()
})
