/**
 * The API in a page of a browser, over the memory backend: nothing in it may need Node. The page's module is the same
 * code that an app would import; Vite only takes the types off.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createViteServer } from 'vitest/node'

const repository = fileURLToPath(new URL('../../..', import.meta.url))
const browser = (process.env['PATH'] ?? '')
  .split(path.delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => path.join(folder, name)))
  .find((file) => existsSync(file))

/** Connects to itself by way of the global `chrome`, as an old app does, and reports to the server. */
const pageScript = `
  import '/packages/backend-memory/src/register.ts'
  import '/packages/api/src/global.ts'
  const { socket, runtime } = chrome
  const call = (name, ...given) => new Promise((resolve) => socket[name](...given, resolve))
  const listening = (await socket.create('tcp')).socketId
  const listened = await call('listen', listening, '127.0.0.1', 0)
  const { localPort } = await socket.getInfo(listening)
  const client = (await socket.create('tcp')).socketId
  const accepting = call('accept', listening)
  const connected = await call('connect', client, '127.0.0.1', localPort)
  const accepted = (await accepting).socketId
  const { bytesWritten } = await call('write', client, new Uint8Array([1, 2, 3]))
  const { data } = await call('read', accepted)
  const error = await new Promise((resolve) => socket.getInfo(99, () => resolve(runtime.lastError.message)))
  const order = []
  const answered = new Promise((resolve) => socket.getInfo(client, () => resolve(order.push('callback'))))
  queueMicrotask(() => order.push('microtask'))
  order.push('script')
  await answered
  const report = { listened, connected, bytesWritten, data: [...new Uint8Array(data)], error, order }
  await fetch('/report', { method: 'POST', body: JSON.stringify(report) })
`

function body(request: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    request.on('end', () => resolve(text))
  })
}

describe('in a page', () => {
  it.skipIf(browser === undefined)(
    '(skipped where no Chromium is installed) connects, reads, writes and fails',
    async () => {
      const profile = await mkdtemp(path.join(os.tmpdir(), 'chrome-socket-page-'))
      const { promise: reported, resolve: report } = promiseWithResolvers<string>()
      const answer = (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
        if (request.url === '/report') {
          void body(request).then(report)
          response.end()
        } else if (request.url === '/') {
          response.setHeader('content-type', 'text/html')
          response.end(
            `<script>addEventListener('error', (event) => fetch('/report', { method: 'POST', body: JSON.stringify(event.message) }))</script>
          <script type="module">${pageScript}</script>`,
          )
        } else {
          next()
        }
      }
      const server = await createViteServer({
        configFile: false,
        root: repository,
        appType: 'custom',
        logLevel: 'error',
        cacheDir: path.join(profile, 'vite'),
        resolve: { conditions: ['@chrome-socket/source'] },
        optimizeDeps: { noDiscovery: true },
        server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
        plugins: [{ name: 'page', configureServer: ({ middlewares }) => void middlewares.use(answer) }],
      })
      await server.listen()
      const url = server.resolvedUrls?.local[0] ?? ''
      const page = spawn(
        browser as string,
        ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', `--user-data-dir=${profile}`, url],
        { stdio: 'ignore' },
      )
      try {
        expect(JSON.parse(await reported)).toEqual({
          listened: 0,
          connected: 0,
          bytesWritten: 3,
          data: [1, 2, 3],
          error: 'Socket not found',
          order: ['script', 'microtask', 'callback'],
        })
      } finally {
        const exited = new Promise((resolve) => page.once('exit', resolve))
        page.kill()
        await exited
        await server.close()
        await rm(profile, { recursive: true, force: true, maxRetries: 5 })
      }
    },
  )
})

/** `Promise.withResolvers`, which Node 20 does not have. */
function promiseWithResolvers<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => {}
  const promise = new Promise<Value>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
