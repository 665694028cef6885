/**
 * Asks a Chromium for its verdicts anew, and compares them with those in `chromium-verdicts.ts`.
 *
 * Only where the environment variable CHROMIUM names one, with `certutil` beside it (Debian: chromium, libnss3-tools),
 * in a runtime with WebSocket (Node 22). It runs with a home, and so an NSS database, of its own.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createSecureContext, TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumVerdicts } from './chromium-verdicts.ts'
import { pem } from './pem-writer.ts'
import type { Scenario } from './scenario.ts'
import { scenarios } from './scenarios.ts'

const chromium = process.env['CHROMIUM']
const canAsk = chromium !== undefined && typeof WebSocket === 'function'

/** An app with no code of its own: what it is to do is sent to its background page. */
const manifest = {
  name: 'oracle',
  version: '1',
  manifest_version: 2,
  app: { background: { scripts: ['background.js'] } },
  permissions: [{ socket: ['tcp-connect'] }],
}

const flags = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * 127.0.0.1',
  '--remote-debugging-port=0',
]

/** The part of the DevTools protocol that is needed: evaluating an expression. */
class BackgroundPage {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, (value: unknown) => void>()

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      const { id, result } = JSON.parse(String(data)) as { id: number; result?: { result?: { value: unknown } } }
      this.#waiting.get(id)?.(result?.result?.value)
    })
  }

  evaluate(expression: string): Promise<unknown> {
    const id = this.#waiting.size + 1
    const params = { expression, awaitPromise: true, returnByValue: true }
    this.#socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }))
    return new Promise((resolve) => this.#waiting.set(id, resolve))
  }

  close(): void {
    this.#socket.close()
  }
}

describe.skipIf(!canAsk)(`Chromium${canAsk ? '' : ': CHROMIUM is not set, or there is no WebSocket'}`, () => {
  const made = Object.entries(scenarios).map(([name, make]): [string, Scenario] => [name, make()])
  let folder: string
  let browser: ChildProcess
  let page: BackgroundPage

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ask-chromium-'))
    trust(
      folder,
      made.flatMap(([, { anchors }]) => anchors),
    )
    const app = join(folder, 'app')
    mkdirSync(app)
    writeFileSync(join(app, 'manifest.json'), JSON.stringify(manifest))
    writeFileSync(join(app, 'background.js'), '')
    const own = [`--user-data-dir=${join(folder, 'profile')}`, `--load-extension=${app}`, 'about:blank']
    browser = spawn(chromium ?? '', [...flags, ...own], {
      env: { ...process.env, HOME: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    page = await backgroundPageOf(browser)
  }, 60_000)

  afterAll(async () => {
    page?.close()
    const gone = new Promise((resolve) => browser.once('exit', resolve))
    browser.kill()
    await gone
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  })

  test.each(made)('%s', async (name, scenario) => {
    const server = createServer((socket: Socket) => {
      const secureContext = createSecureContext({
        key: scenario.key.privateKey.export({ type: 'pkcs8', format: 'pem' }),
        cert: scenario.chain.map(pem).join(''),
        ciphers: 'DEFAULT@SECLEVEL=0',
      })
      new TLSSocket(socket, { isServer: true, secureContext }).on('error', () => socket.destroy())
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const { serverName = 'localhost' } = scenario
    const result = await page.evaluate(`new Promise((resolve) => {
      chrome.socket.create('tcp', {}, ({ socketId }) => {
        chrome.socket.connect(socketId, '${serverName}', ${port}, () => {
          chrome.socket.secure(socketId, {}, (result) => {
            void chrome.runtime.lastError
            chrome.socket.destroy(socketId)
            resolve(result)
          })
        })
      })
    })`)
    server.close()
    expect(result).toBe(chromiumVerdicts[name])
  })
})

/** Into an NSS database of its own. Those that NSS does not take are not trusted. */
function trust(home: string, anchors: readonly Uint8Array[]): void {
  const database = join(home, '.pki/nssdb')
  mkdirSync(database, { recursive: true })
  execFileSync('certutil', ['-N', '--empty-password', '-d', `sql:${database}`])
  for (const [index, anchor] of anchors.entries()) {
    try {
      const options = ['-A', '-d', `sql:${database}`, '-t', 'C,,', '-n', `anchor ${index}`]
      execFileSync('certutil', options, { input: anchor, stdio: ['pipe', 'ignore', 'ignore'] })
    } catch {
      // Ed25519.
    }
  }
}

async function backgroundPageOf(browser: ChildProcess): Promise<BackgroundPage> {
  const port = await new Promise<string>((resolve, reject) => {
    let text = ''
    browser.once('error', reject)
    browser.stderr?.on('data', (data: Buffer) => {
      text += String(data)
      const found = /ws:\/\/127\.0\.0\.1:(\d+)\//.exec(text)?.[1]
      if (found !== undefined) resolve(found)
    })
  })
  for (let tries = 0; tries < 100; tries += 1) {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
      type: string
      webSocketDebuggerUrl: string
    }[]
    const target = targets.find(({ type }) => type === 'background_page')
    if (target !== undefined) {
      const socket = new WebSocket(target.webSocketDebuggerUrl)
      await new Promise((resolve) => socket.addEventListener('open', resolve))
      const page = new BackgroundPage(socket)
      // The page is there before its bindings are.
      while ((await page.evaluate('typeof chrome.socket')) !== 'object') await delay(50)
      return page
    }
    await delay(200)
  }
  throw new Error('the app did not start')
}
