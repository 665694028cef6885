/** The command's options, and the text of `--help`. */
import { parseArgs } from 'node:util'
import { RunAppError } from '../run-app-error.ts'

export const help: string = `Runs an old Chrome App: its folder, its .zip or its .crx.

Usage:
  run-app <app> [options]

Options:
  --page <none|jsdom>   none: background scripts without a document (default)
                        jsdom: documents and windows; needs "npm install jsdom"
  --backend <name>      the sockets: node or bun (default: the runtime's)
  --tls <name>          TLS for secure(): node, bun or forge (default: the
                        runtime's)
  --ca <file>           trust the authorities in this PEM file instead of the
                        usual ones
  --storage <folder>    where chrome.storage is kept, for one app at a time
                        (default: a folder of the app's in your home)
  --folder <folder>     a folder that the app may use:
                        chrome.fileSystem.chooseEntry chooses it
  --locale <language>   the language of the app's texts, such as de or en-US
  --experimental        also chrome.experimental.socket, the name that
                        chrome.socket had in 2012
  --help                this text
  --version             the version of run-app

Examples:
  npx @chrome-socket/run-app ./my-kiosk-app
  npx @chrome-socket/run-app ./chat.crx --page jsdom
  npx @chrome-socket/run-app ./web-server --page jsdom --folder ./public
  bunx --bun @chrome-socket/run-app ./my-kiosk-app --ca ./our-authority.pem
  deno run -A npm:@chrome-socket/run-app ./my-kiosk-app

Ctrl-C ends the app: it hears chrome.runtime.onSuspend, and every socket is
closed. A second Ctrl-C does not wait for the app.
`

export interface CommandOptions {
  readonly app: string
  readonly page: 'none' | 'jsdom'
  readonly backend: string | undefined
  readonly tls: string | undefined
  readonly ca: string | undefined
  readonly storage: string | undefined
  readonly folder: string | undefined
  readonly locale: string | undefined
  readonly experimental: boolean
}

/** Parses the arguments. Throws a RunAppError for an argument that is unknown or missing. */
export function parseOptions(args: readonly string[]): CommandOptions | 'help' | 'version' {
  const { values, positionals } = parse(args)
  if (values.help === true) return 'help'
  if (values.version === true) return 'version'
  const [app, ...more] = positionals
  if (app === undefined) throw new RunAppError('Say which app: run-app <folder, .zip or .crx>. See --help.')
  if (more.length > 0) throw new RunAppError(`run-app runs one app, but "${more[0]}" is a second one. See --help.`)
  const { page = 'none' } = values
  if (page !== 'none' && page !== 'jsdom') throw new RunAppError(`--page is none or jsdom, not "${page}"`)
  return {
    app,
    page,
    backend: values.backend,
    tls: values.tls,
    ca: values.ca,
    storage: values.storage,
    folder: values.folder,
    locale: values.locale,
    experimental: values.experimental === true,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        page: { type: 'string' },
        backend: { type: 'string' },
        tls: { type: 'string' },
        ca: { type: 'string' },
        storage: { type: 'string' },
        folder: { type: 'string' },
        locale: { type: 'string' },
        experimental: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    })
  } catch (error) {
    // The rest of Node's message is advice that does not apply here.
    throw new RunAppError(`${(error as Error).message.split(/\. |\n/)[0]}. See --help.`)
  }
}
