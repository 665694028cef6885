/** The command `run-app`: runs the app of its arguments until the app ends, or until Ctrl-C. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { loadApp } from '../load-app.ts'
import { RunAppError } from '../run-app-error.ts'
import { runApp } from '../run-app.ts'
import { help, parseOptions } from './options.ts'
import type { CommandOptions } from './options.ts'
import { pickBackend, pickTls } from './transport.ts'

/** Runs the command. Resolves with the exit code when the app has ended. */
export async function runCommand(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args)
    if (options === 'help') return print(help)
    if (options === 'version') return print(`${version()}\n`)
    await start(options)
    return 0
  } catch (error) {
    if (!(error instanceof RunAppError)) throw error
    process.stderr.write(`${error.message}\n`)
    return 1
  }
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}

async function start(options: CommandOptions): Promise<void> {
  const { app: directory, page, folder, locale, experimental } = options
  const app = await runApp({
    directory,
    page,
    backend: await pickBackend(options.backend),
    tls: await pickTls(options.tls, options.ca === undefined ? undefined : readAuthorities(options.ca)),
    storage: options.storage ?? storageFolder(directory),
    experimentalSocket: experimental,
    ...(folder === undefined ? {} : { folder }),
    ...(locale === undefined ? {} : { locale }),
  })
  // The reader of the output is gone: the command ends, as other commands do.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(1))
  // An app goes on after an error, as in Chrome.
  process.on('uncaughtException', (error) => console.error('Uncaught', error))
  // The handlers run once: a second Ctrl-C ends the process, even if the app never ends onSuspend.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close())
  // The process has nothing left to wait for: no window, no alarm, no socket, no timer.
  process.once('beforeExit', () => void app.close())
  await app.ended
}

function readAuthorities(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new RunAppError(`Cannot read the authorities: ${(error as Error).message}`)
  }
}

/** The default folder for an app's data. Source: the freedesktop.org Base Directory Specification, on every system. */
function storageFolder(directory: string): string {
  const { XDG_DATA_HOME = join(homedir(), '.local', 'share') } = process.env
  return join(XDG_DATA_HOME, 'chrome-socket', 'apps', loadApp(directory).id)
}
