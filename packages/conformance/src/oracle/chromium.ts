/**
 * The oracle: Debian's Chromium, headless, with a Chrome App in it. Functions are evaluated in the app's background
 * page, where `chrome.socket` is the real one. The user's own profile is not touched: the oracle's profile and certificate
 * database are in a temporary folder, which `close` removes.
 */
import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { accessSync, constants } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { promisify } from 'node:util'
import { appLoaded, attachToPage, evaluatorIn, exceptionText } from './app-page.ts'
import type { ExceptionDetails } from './app-page.ts'
import { DevtoolsPipe } from './devtools-pipe.ts'
import type { DevtoolsEvent } from './devtools-pipe.ts'

/** The permissions of the app in Chromium, and the authorities that it trusts. */
export interface OracleOptions {
  /** The authorities that the app must trust, as certificates in PEM. They need `certutil` (Debian: libnss3-tools). */
  readonly trusted?: readonly string[]
  /** The app's permissions, as in its manifest. The default is every permission of `chrome.socket`. */
  readonly permissions?: readonly unknown[]
  /** The manifest's key `sockets`. The default is every permission of `chrome.sockets`. */
  readonly sockets?: object
  /** More switches for Chromium, such as `--host-resolver-rules=…`. */
  readonly flags?: readonly string[]
}

/** A console message or an uncaught error of the app's page. */
export interface PageReport {
  /** The source: the console, or an uncaught error. */
  readonly kind: 'console' | 'uncaught'
  /** The text, as Chromium prints it. */
  readonly text: string
}

/** A Chromium that runs a Chrome App, and evaluates scripts in its page. */
export interface Oracle {
  /** The version, such as `Chrome/156.0.8078.79`. */
  readonly version: string
  /** The page's reports since the list was last emptied. */
  readonly reports: PageReport[]
  /** Runs a self-contained function in the app's page. Waits for its result, which JSON must be able to carry. */
  evaluate<Result>(program: (parameter: never) => Result | Promise<Result>, parameter?: unknown): Promise<Result>
  /** Does the same for a function's source text. */
  evaluateSource<Result>(source: string, parameter?: unknown): Promise<Result>
  /** Loads another app whose manifest has these parts. Returns Chromium's message when it refuses the manifest. */
  refusal(manifest: object): Promise<string | undefined>
  /** Loads another app with these parts of a manifest, whose page can be used until the app is unloaded. */
  loadApp(manifest: object): Promise<LoadedApp | { readonly refusal: string }>
  /** Runs a script in the page's global scope. Later evaluations find its `var`s and functions there. */
  load(script: string): Promise<void>
  /** Makes any other call of the DevTools protocol, to the browser or to a session of `Target.attachToTarget`. */
  readonly call: DevtoolsPipe['call']
  /** Ends Chromium, and removes its profile. */
  close(): Promise<void>
}

/** Another app, whose page evaluates functions. */
export interface LoadedApp {
  /** Evaluates in this app's page, as `Oracle` does in its own. */
  evaluateSource<Result>(source: string, parameter?: unknown): Promise<Result>
  /** Removes the app from Chromium. */
  unload(): Promise<void>
}

const everyPermission: readonly unknown[] = [
  {
    socket: [
      'tcp-connect',
      'tcp-listen',
      'udp-bind',
      'udp-send-to',
      'udp-multicast-membership',
      'resolve-host',
      'network-state',
    ],
  },
]

const everySocketsPermission: object = {
  tcp: { connect: '*' },
  tcpServer: { listen: '*' },
  udp: { bind: '*', send: '*', multicastMembership: '' },
}

const flags: readonly string[] = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-pipe',
  // The switch that allows the method Extensions.loadUnpacked of the DevTools protocol.
  '--enable-unsafe-extension-debugging',
]

/**
 * Finds Chromium and NSS's certutil in the PATH. Gives their paths, or what is missing.
 * @errors Cannot fail.
 * @example
 * import { findOracle } from '@chrome-socket/conformance/oracle'
 *
 * const found = findOracle()
 * console.log('missing' in found ? `There is no ${found.missing}` : found.chromium)
 */
export function findOracle(): { readonly chromium: string; readonly certutil: string } | { readonly missing: string } {
  const chromium = findOnPath('chromium')
  const certutil = findOnPath('certutil')
  if (chromium === undefined) return { missing: 'chromium' }
  if (certutil === undefined) return { missing: 'certutil (Debian: libnss3-tools)' }
  return { chromium, certutil }
}

function findOnPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/**
 * Starts Chromium, headless, with a Chrome App in it, whose page then evaluates functions. It runs until it is closed.
 * @param options the app's permissions, the authorities that it trusts, and more switches; all may be left out
 * @throws Error, as a rejection: Chromium or certutil is not installed, or does not start.
 * @example
 * import { startOracle } from '@chrome-socket/conformance/oracle'
 *
 * const oracle = await startOracle()
 * console.log(oracle.version, await oracle.evaluateSource('() => Object.keys(chrome.socket)'))
 * await oracle.close()
 */
export async function startOracle(options: OracleOptions = {}): Promise<Oracle> {
  const found = findOracle()
  if ('missing' in found) throw new Error(`Not installed: ${found.missing}`)
  const folder = await mkdtemp(join(tmpdir(), 'chrome-socket-oracle-'))
  let browser: ChildProcess | undefined
  try {
    const app = await writeApp(join(folder, 'app'), {
      permissions: options.permissions ?? everyPermission,
      sockets: options.sockets ?? everySocketsPermission,
    })
    await trust(found.certutil, folder, options.trusted ?? [])
    browser = spawn(
      found.chromium,
      [...flags, ...(options.flags ?? []), `--user-data-dir=${join(folder, 'profile')}`, `--load-extension=${app}`],
      {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
        env: { ...process.env, HOME: folder },
        detached: true,
      },
    )
    const [, , , toBrowser, fromBrowser] = browser.stdio
    return await attach(new DevtoolsPipe(toBrowser as Writable, fromBrowser as Readable), browser, folder)
  } catch (error) {
    await end(browser, folder)
    throw error
  }
}

async function writeApp(app: string, parts: object): Promise<string> {
  await mkdir(app, { recursive: true })
  const manifest = {
    name: 'oracle',
    version: '1',
    manifest_version: 2,
    app: { background: { scripts: ['background.js'] } },
    ...parts,
  }
  await writeFile(join(app, 'manifest.json'), JSON.stringify(manifest))
  await writeFile(join(app, 'background.js'), '')
  return app
}

/** Chromium on Linux reads its users' authorities from the NSS database in `$HOME/.pki/nssdb`. */
async function trust(certutil: string, home: string, certificates: readonly string[]): Promise<void> {
  const database = join(home, '.pki', 'nssdb')
  await mkdir(database, { recursive: true })
  const run = promisify(execFile)
  await run(certutil, ['-d', `sql:${database}`, '-N', '--empty-password'])
  for (const [index, certificate] of certificates.entries()) {
    const file = join(home, `authority-${index}.pem`)
    await writeFile(file, certificate)
    await run(certutil, ['-d', `sql:${database}`, '-A', '-t', 'C,,', '-n', `authority-${index}`, '-i', file])
  }
}

async function attach(pipe: DevtoolsPipe, browser: ChildProcess, folder: string): Promise<Oracle> {
  const reports: PageReport[] = []
  const { product } = await pipe.call('Browser.getVersion')
  const appeared = new Promise<string>((resolve, reject) => {
    const giveUp = setTimeout(() => reject(new Error('The app did not start within 30 s')), 30_000)
    pipe.onEvent = ({ method, params }) => {
      const target = params['targetInfo'] as { type: string; targetId: string } | undefined
      if (method !== 'Target.targetCreated' || target?.type !== 'background_page') return
      clearTimeout(giveUp)
      resolve(target.targetId)
    }
  })
  await pipe.call('Target.setDiscoverTargets', { discover: true })
  const attached = await pipe.call('Target.attachToTarget', { targetId: await appeared, flatten: true })
  const session = attached['sessionId'] as string
  pipe.onEvent = (event) => {
    const report = event.sessionId === session ? pageReport(event) : undefined
    if (report !== undefined) reports.push(report)
  }
  await pipe.call('Runtime.enable', {}, session)
  await pipe.call('Log.enable', {}, session)
  const { run, evaluateSource } = evaluatorIn(pipe, session)
  await appLoaded(evaluateSource)
  return {
    version: product as string,
    reports,
    evaluate: (program, parameter) => evaluateSource(program.toString(), parameter),
    evaluateSource,
    async refusal(manifest) {
      const loaded = await loadUnpacked(pipe, folder, manifest)
      return 'refusal' in loaded ? loaded.refusal : undefined
    },
    async loadApp(manifest) {
      const loaded = await loadUnpacked(pipe, folder, manifest)
      if ('refusal' in loaded) return loaded
      const { evaluateSource } = evaluatorIn(pipe, await attachToPage(pipe, loaded.id))
      await appLoaded(evaluateSource)
      return { evaluateSource, unload: async () => void (await pipe.call('Extensions.uninstall', loaded)) }
    },
    load: async (script) => void (await run(`${script}\nundefined`)),
    call: (method, params, session) => pipe.call(method, params, session),
    close: () => end(browser, folder),
  }
}

/** Loads an app. Returns its id, or Chromium's message if it refuses the manifest. */
async function loadUnpacked(
  pipe: DevtoolsPipe,
  folder: string,
  manifest: object,
): Promise<{ readonly id: string } | { readonly refusal: string }> {
  const path = await writeApp(await mkdtemp(join(folder, 'other-app-')), manifest)
  return pipe.call('Extensions.loadUnpacked', { path }).then(
    ({ id }) => ({ id: id as string }),
    (error: Error) => ({ refusal: error.message }),
  )
}

function pageReport({ method, params }: DevtoolsEvent): PageReport | undefined {
  if (method === 'Runtime.exceptionThrown') {
    return { kind: 'uncaught', text: exceptionText(params['exceptionDetails'] as ExceptionDetails) }
  }
  if (method === 'Runtime.consoleAPICalled') {
    const values = params['args'] as readonly { readonly value?: unknown; readonly description?: string }[]
    return { kind: 'console', text: values.map((each) => String(each.value ?? each.description)).join(' ') }
  }
  if (method === 'Log.entryAdded') {
    return { kind: 'console', text: (params['entry'] as { readonly text: string }).text }
  }
  return undefined
}

/** Chromium's processes are a group, whose leader is the first process. After a crash the first process is gone. */
async function end(browser: ChildProcess | undefined, folder: string): Promise<void> {
  if (browser?.pid !== undefined) {
    const isRunning = browser.exitCode === null && browser.signalCode === null
    const exited = isRunning ? once(browser, 'exit') : undefined
    try {
      process.kill(-browser.pid, 'SIGKILL')
    } catch {
      // The group has no more processes.
    }
    await exited
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}
