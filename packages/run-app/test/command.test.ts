/**
 * The command, as a user starts it: the built file on this Node, and on Bun and Deno if BUN and TEST_DENO are their
 * paths.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import net from 'node:net'
import { fileURLToPath } from 'node:url'
import { OwnPorts } from '@chrome-socket/conformance'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { manifest, temporaryApp } from './temporary-app.ts'
import type { AppFiles } from './temporary-app.ts'

const command = fileURLToPath(new URL('../dist/bin/run-app.js', import.meta.url))
const example = fileURLToPath(new URL('../../../examples/old-app', import.meta.url))

const { BUN, TEST_DENO } = process.env
const runtimes: readonly (readonly [string, string, ...string[]])[] = [
  ['Node', process.execPath],
  ...(BUN === undefined ? [] : [['Bun', BUN] as const]),
  ...(TEST_DENO === undefined ? [] : [['Deno', TEST_DENO, 'run', '--allow-all'] as const]),
]

interface Running {
  readonly child: ChildProcess
  /** Waits until the command has printed `pattern`. Resolves with the match. */
  printed(pattern: RegExp): Promise<string>
  /** The exit code of the command, or the signal that ended it, and its whole output. */
  readonly ended: Promise<{ readonly code: number | string | null; readonly output: string }>
}

// `npm test` builds the command first.
describe.skipIf(!existsSync(command))('the command (skipped without a build)', () => {
  const started: ChildProcess[] = []
  const servers: Server[] = []
  afterEach(() => {
    for (const server of servers.splice(0)) server.close()
    for (const child of started.splice(0)) child.kill('SIGKILL')
  })

  describe.each(runtimes)('on %s', (_, program, ...before) => {
    function start(...args: readonly string[]): Running {
      const env = { ...process.env, NO_COLOR: '1' }
      const child = spawn(program, [...before, command, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
      started.push(child)
      let output = ''
      let look = (): void => {}
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text
          look()
        })
      }
      return {
        child,
        ended: new Promise((resolve) => {
          child.on('close', (code, signal) => resolve({ code: code ?? signal, output }))
        }),
        printed: (pattern) =>
          new Promise((resolve, reject) => {
            look = () => {
              const [found] = pattern.exec(output) ?? []
              if (found !== undefined) resolve(found)
            }
            child.on('close', () => reject(new Error(`It ended, and printed: ${output}`)))
            look()
          }),
      }
    }

    async function run(files: AppFiles, ...options: readonly string[]) {
      await using app = await temporaryApp(files)
      await using kept = await temporaryApp({})
      return await start(app.directory, '--storage', kept.directory, ...options).ended
    }

    test('an app with a module, a worker and requests to other hosts runs, --page jsdom', async () => {
      const answer = (allowed: string) =>
        createServer((_, response) => {
          if (allowed !== '') response.setHeader('access-control-allow-origin', allowed)
          response.end('answer')
        })
      const [open, closed] = [answer('*'), answer('')]
      servers.push(open, closed)
      // The app names localhost.
      const ownPorts = await OwnPorts.open()
      onTestFinished(() => ownPorts.close())
      const openPort = await ownPorts.listen(open, '127.0.0.1')
      const closedPort = await ownPorts.listen(closed, '127.0.0.1')
      await using kept = await temporaryApp({})
      await using app = await temporaryApp({
        'manifest.json': manifest({ permissions: ['http://127.0.0.1/*'] }),
        'bg.js': "chrome.app.runtime.onLaunched.addListener(() => chrome.app.window.create('w.html'))",
        'w.html': '<script type="module" src="w.js"></script>',
        'lib.js': `export const ask = (url) => new Promise((resolve) => {
            const request = new XMLHttpRequest()
            request.open('GET', url)
            request.onload = () => resolve(request.responseText)
            request.onerror = () => resolve('refused')
            request.send()
          })`,
        'w.js': `import { ask } from './lib.js'
          const worker = new Worker('worker.js')
          const heard = new Promise((resolve) => { worker.onmessage = (event) => resolve(event.data) })
          worker.postMessage(20)
          const urls = ['http://127.0.0.1:${closedPort}/', 'http://localhost:${openPort}/', 'http://localhost:${closedPort}/']
          console.log('result', await heard, await ask(urls[0]), await ask(urls[1]), await ask(urls[2]))`,
        'worker.js': 'onmessage = (event) => postMessage(event.data + 1)',
      })
      const { child, ended, printed } = start(app.directory, '--page', 'jsdom', '--storage', kept.directory)
      expect(await printed(/^result .*$/m)).toBe('result 21 answer answer refused')
      child.kill('SIGINT')
      expect((await ended).code).toBe(0)
    })

    test('--help has examples and fits a terminal of 80 columns', async () => {
      const { code, output } = await start('--help').ended
      expect(code).toBe(0)
      expect(output).toMatch(/^ {2}npx @chrome-socket\/run-app \.\/my-kiosk-app$/m)
      expect(output.split('\n').filter((line) => line.length > 80)).toEqual([])
    })

    test.each([
      ['no app', [], /Say which app/],
      ['an unknown option', ['x', '--insecure'], /Unknown option '--insecure'.* See --help/],
      ['an unknown page', ['x', '--page', 'firefox'], /--page is none or jsdom, not "firefox"/],
      ['an unknown backend', ['x', '--backend', 'telepathy'], /--backend is one of node, bun/],
      ['a missing folder', ['/nowhere'], /There is no \/nowhere/],
      [
        'a folder without a manifest',
        [fileURLToPath(new URL('.', import.meta.url))],
        /Manifest file is missing or unreadable/,
      ],
    ])('%s: it prints a message and exits with 1', async (__, args, message) => {
      const { code, output } = await start(...args).ended
      expect(output).toMatch(message)
      expect(output).not.toMatch(/^\s+at /m)
      expect(code).toBe(1)
    })

    test("it refuses a manifest with Chromium's words", async () => {
      const sockets = { tcp: { connect: 'a:b:c' } }
      const { code, output } = await run({ 'manifest.json': manifest({ sockets }), 'bg.js': '' })
      expect(output).toContain("Invalid host:port pattern 'a:b:c'")
      expect(code).toBe(1)
    })

    test('an app that waits for nothing ends by itself, after onSuspend', async () => {
      const { code, output } = await run({
        'manifest.json': manifest(),
        'bg.js': `chrome.app.runtime.onLaunched.addListener(function () { console.log('launched') })
                  chrome.runtime.onSuspend.addListener(function () { console.log('suspend') })`,
      })
      expect({ code, output }).toEqual({ code: 0, output: 'launched\nsuspend\n' })
    })

    test('an app goes on after errors', async () => {
      const { code, output } = await run({
        'manifest.json': manifest(),
        'bg.js': `setTimeout(function () { Promise.reject(new Error('a promise')); throw new Error('a timer') }, 0)
                  setTimeout(function () { console.log('goes on') }, 50)`,
      })
      expect(output).toMatch(/^Uncaught \(in promise\) Error: a promise$/m)
      expect(output).toMatch(/^Uncaught Error: a timer$/m)
      expect(output).toMatch(/^goes on$/m)
      expect(code).toBe(0)
    })

    test.skipIf(process.platform === 'win32')('Ctrl-C runs onSuspend and closes the sockets', async () => {
      await using kept = await temporaryApp({})
      const running = start(example, '--page', 'jsdom', '--storage', kept.directory)
      const port = Number(/\d+$/.exec(await running.printed(/Ring at 127\.0\.0\.1:\d+/))?.[0])
      const idle = net.connect(port, '127.0.0.1')
      await new Promise((resolve) => idle.once('connect', resolve))
      const closed = new Promise((resolve) => idle.once('close', resolve))
      idle.on('error', () => {}).resume()
      running.child.kill('SIGINT')
      const { code, output } = await running.ended
      await closed
      expect(output).toMatch(/The bell is off\n$/)
      expect(code).toBe(0)
    })

    test.skipIf(process.platform === 'win32')('a second Ctrl-C ends an app that never ends onSuspend', async () => {
      await using kept = await temporaryApp({})
      await using app = await temporaryApp({
        'manifest.json': manifest(),
        'bg.js': `setInterval(function () {}, 1000)
          chrome.app.runtime.onLaunched.addListener(function () { setTimeout(function () { console.log('runs') }, 100) })
          chrome.runtime.onSuspend.addListener(function () { console.log('suspend'); for (;;) {} })`,
      })
      const running = start(app.directory, '--storage', kept.directory)
      await running.printed(/runs/)
      running.child.kill('SIGINT')
      await running.printed(/suspend/)
      running.child.kill('SIGINT')
      expect((await running.ended).code).toMatch(/SIGINT|130/)
    })

    test.skipIf(process.platform === 'win32')('Ctrl-C ends a script whose microtasks never end', async () => {
      await using kept = await temporaryApp({})
      await using app = await temporaryApp({
        'manifest.json': manifest(),
        'bg.js': "console.log('runs'); (function again() { Promise.resolve().then(again) })()",
      })
      const running = start(app.directory, '--storage', kept.directory)
      await running.printed(/runs/)
      running.child.kill('SIGINT')
      expect((await running.ended).code).toMatch(/SIGINT|130/)
    })
  })
})
