/** Every example runs by its own command and prints the expected output. The examples use the build, as published. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startMailServer, startWebServer } from './servers.mjs'

const examples = fileURLToPath(new URL('..', import.meta.url))
const root = join(examples, '..')
// `npm test` builds the packages first.
const isBuilt = existsSync(join(root, 'packages/chrome-socket/dist/index.js'))

/** Starts Node in an example's folder. Returns the process, and a promise of its exit code and its whole output. */
function node(name, args) {
  const { FORCE_COLOR: _, ...environment } = process.env
  const env = { ...environment, NO_COLOR: '1' }
  const child = spawn(process.execPath, args, { cwd: join(examples, name), env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (output += bytes))
  return { child, ended: once(child, 'close').then(([code]) => ({ code, output })) }
}

/** Starts an example by the command in its `npm start` or `npm test`. */
function start(name, ...args) {
  const { scripts } = JSON.parse(readFileSync(join(examples, name, 'package.json'), 'utf8'))
  const [program, ...command] = (scripts.start ?? scripts.test).split(' ')
  expect(program).toBe('node')
  return node(name, [...command, ...args])
}

const run = (name, ...args) => start(name, ...args).ended

describe.skipIf(!isBuilt)('examples (skipped without a build)', () => {
  let web
  let mail
  beforeAll(async () => {
    web = await startWebServer()
    mail = await startMailServer()
  }, 60_000)
  afterAll(() => {
    web.close()
    mail.close()
  })

  it('tcp-client', async () => {
    expect(await run('tcp-client')).toEqual({ code: 0, output: 'You said: GET / HTTP/1.0\n' })
  })

  it('tcp-client reports a refused connection', async () => {
    const { code, output } = await run('tcp-client', '127.0.0.1', '1')
    expect({ code, output }).toEqual({ code: 1, output: 'connect: -102 \n' })
  })

  it('echo-server', async () => {
    const { child, ended } = start('echo-server', '0')
    const [line] = await once(child.stdout, 'data')
    const client = net.connect(Number(/:(\d+)/.exec(line)[1]), '127.0.0.1')
    client.end('over there')
    let echo = ''
    for await (const bytes of client) echo += bytes
    expect(echo).toBe('over there')
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
  })

  it('https-get', async () => {
    const { code, output } = await run('https-get', `https://localhost:${web.port}/`, web.authorityFile)
    expect(output).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*secured by TLSv1\.3/)
    expect(code).toBe(0)
  })

  it('https-get refuses an unknown authority', async () => {
    const { code, output } = await run('https-get', `https://localhost:${web.port}/`)
    expect({ code, output }).toEqual({ code: 1, output: 'secure: -202 net::ERR_CERT_AUTHORITY_INVALID\n' })
  })

  it('starttls', async () => {
    const { code, output } = await run('starttls', 'localhost', String(mail.port), mail.authorityFile)
    expect(output).toMatch(/250[ -]STARTTLS[^]*here on it is TLS[^]*250 secured by TLSv1\.3[^]*221 /)
    expect(code).toBe(0)
  })

  it('udp', async () => {
    expect(await run('udp')).toEqual({ code: 0, output: '4 bytes from 127.0.0.1: ping\nThe answer: pong\n' })
  })

  it('multicast', async () => {
    const { output } = await run('multicast', '1')
    // -109 means that this host is on no network.
    expect(output).toMatch(/: Process \d+ is here\n$|^joinGroup: -109\n$/)
  })

  it('sockets', async () => {
    expect(await run('sockets')).toEqual({
      code: 0,
      output: 'The server hears: Is anybody there?\nThe client hears: IS ANYBODY THERE?\n',
    })
  })

  it('two-apps', async () => {
    const { output } = await run('two-apps')
    expect(output.trim().split('\n')).toEqual([
      'The server listens: 0',
      'The client connects: 0',
      expect.stringMatching(/^The client listens: -\d+, App does not have permission$/),
    ])
  })

  it('worker', async () => {
    expect(await run('worker')).toEqual({ code: 0, output: 'The worker has received 1000 bytes\nIt has ended: 0\n' })
  })

  it('own-backend', async () => {
    expect(await run('own-backend')).toEqual({
      code: 0,
      output: 'connect: 0\nwrite: 17\nread: Is anybody there?\n',
    })
  })

  it('test-with-memory', async () => {
    const { code, output } = await run('test-with-memory')
    expect(output).toMatch(/pass 3/)
    expect(code).toBe(0)
  })

  it('vitest', async () => {
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const { code, output } = await node('vitest', [vitest, 'run', '--root', '.']).ended
    expect(output).toMatch(/3 passed/)
    expect(code).toBe(0)
  })

  const jest = join(root, 'node_modules/.cache/jest/node_modules/jest/bin/jest.js')
  it.skipIf(!existsSync(jest))('jest (skipped without Jest: npm run test:jest)', async () => {
    const { code, output } = await node('jest', ['--experimental-vm-modules', jest, '--rootDir', '.']).ended
    expect(output).toMatch(/3 passed/)
    expect(code).toBe(0)
  })
})

it('README.md lists each example, and each has a package.json', () => {
  const list = readFileSync(join(examples, 'README.md'), 'utf8')
  const folders = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  for (const { name } of folders) {
    if (name === 'test' || name === 'node_modules' || name.startsWith('.')) continue
    expect(list).toContain(`(${name})`)
    expect(existsSync(join(examples, name, 'package.json')), name).toBe(true)
  }
})
