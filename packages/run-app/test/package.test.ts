/** The packages of an app: a folder, a .zip and a .crx. */
import { execFileSync } from 'node:child_process'
import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { memoryBackend } from '@chrome-socket/backend-memory'
import { Zip, ZipPassThrough, strToU8, zipSync } from 'fflate'
import type { ZipInputFile } from 'fflate'
import { expect, test } from 'vitest'
import { RunAppError, runApp } from '../src/index.ts'
import { openFolder } from '../src/package/folder.ts'
import { openPackage } from '../src/package/open-package.ts'
import { packagePath } from '../src/package/app-package.ts'
import { recordedConsole } from './recorded-console.ts'
import { manifest, temporaryApp } from './temporary-app.ts'

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

test('runApp runs an app in a folder', async () => {
  await using app = await temporaryApp(files)
  expect(await says(app.directory)).toBe('hello from the package')
})

/**
 * A crx of version 2 has magic, version, lengths, key and signature; version 3 has one header.
 * Source: https://developer.chrome.com/docs/extensions/mv2/crx
 */
test.each([
  ['zip', []],
  ['crx of version 2', ['Cr24', 2, 4, 6, 'keyXsignat']],
  ['crx of version 3', ['Cr24', 3, 8, 'protobuf']],
])('runApp runs an app in a %s', async (name, header) => {
  await using folder = await temporaryApp({})
  const bytes = header.map((part) => (typeof part === 'string' ? strToU8(part) : new Uint8Array([part, 0, 0, 0])))
  const file = join(folder.directory, `app.${name.slice(0, 3)}`)
  await writeFile(file, Buffer.concat([...bytes, zip]))
  expect(await says(file)).toBe('hello from the package')
})

test('runApp refuses a missing path, a file that is no archive, and a folder without a manifest', async () => {
  await using folder = await temporaryApp({ 'text.zip': 'no archive at all' })
  const start = (path: string) => runApp({ directory: path, backend: memoryBackend() })
  await expect(start(join(folder.directory, 'nothing'))).rejects.toThrow(/^There is no .*nothing$/)
  await expect(start(join(folder.directory, 'text.zip'))).rejects.toThrow(/is neither a .zip nor a .crx/)
  await expect(start(folder.directory)).rejects.toThrow(RunAppError)
})

test('no path leads out of the package', async () => {
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

async function zipped(folder: string, entries: Parameters<typeof zipSync>[0]): Promise<string> {
  const file = join(folder, 'app.zip')
  await writeFile(file, zipSync({ ...manifestAndScript, ...entries }))
  return file
}

const manifestAndScript = { 'manifest.json': strToU8(files['manifest.json']), 'bg.js': strToU8("console.log('runs')") }

/** Chromium refuses names that lead out of the target folder. Source: Chromium third_party/zlib/google/zip_reader.cc. */
test.each(['../evil.js', 'a/../../evil.js', '/evil.js', 'a\\..\\..\\evil.js'])(
  'runApp refuses a .zip with the name %s',
  async (name) => {
    await using folder = await temporaryApp({})
    const file = await zipped(folder.directory, { [name]: strToU8('') })
    await expect(says(file)).rejects.toThrow(`has a file ${name}, which is outside of the package`)
  },
)

test('a file of 300 MB in a .zip is never unpacked: the app runs, and a read of the file is refused', async () => {
  await using folder = await temporaryApp({})
  const file = join(folder.directory, 'app.zip')
  await writeFile(file, zipWithZeros('huge.bin', 300 * 1024 * 1024))
  expect(await says(file)).toBe('runs')
  const opened = openPackage(file)
  expect(opened.rootNames).toContain('huge.bin')
  expect(() => opened.read('huge.bin')).toThrow(/huge\.bin would be 314572800 bytes; more than 268435456 are refused/)
})

/** Makes a .zip of an app and a file of zeros, which Node deflates ten times as fast as fflate. */
function zipWithZeros(filename: string, size: number): Uint8Array {
  const parts: Uint8Array[] = []
  const archive = new Zip((_, part) => parts.push(part))
  for (const [name, content] of Object.entries(manifestAndScript)) {
    const file = new ZipPassThrough(name)
    archive.add(file)
    file.push(content, true)
  }
  const zeros = new Uint8Array(size)
  const file: ZipInputFile = { filename, size, crc: crc32(zeros), compression: 8 }
  archive.add(file)
  file.ondata?.(null, deflateRawSync(zeros, { level: 1 }), true)
  archive.end()
  return Buffer.concat(parts)
}

test('a link in a .zip is a file with the path of its target', async () => {
  await using folder = await temporaryApp({})
  const link: AsyncZipLink = [strToU8('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }]
  const file = await zipped(folder.directory, { 'link.txt': link })
  expect(new TextDecoder().decode(openPackage(file).read('link.txt'))).toBe('/etc/passwd')
})

type AsyncZipLink = [Uint8Array, { os: number; attrs: number }]

test('runApp refuses a manifest of 20 MB', async () => {
  await using app = await temporaryApp({ ...files, 'manifest.json': manifest({ description: 'x'.repeat(20_000_000) }) })
  await expect(says(app.directory)).rejects.toThrow(
    /manifest\.json is 20000\d{3} bytes; more than 16777216 are refused/,
  )
})

test.skipIf(process.platform === 'win32')('runApp refuses a pipe and does not wait for its other end', async () => {
  await using app = await temporaryApp({ 'manifest.json': manifest() })
  execFileSync('mkfifo', [join(app.directory, 'bg.js')])
  await expect(says(app.directory)).rejects.toThrow(/Could not load background script 'bg\.js'/)
  await expect(says(join(app.directory, 'bg.js'))).rejects.toThrow(/is neither a folder nor a file/)
})
