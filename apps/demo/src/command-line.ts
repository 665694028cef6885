/** The parser of the demo's command line. */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { TlsProvider } from '@chrome-socket/api'
import { defaultTls, tlsProviders } from './platform.ts'
import type { TlsProviderFactory, TlsTrust } from './platform.ts'

export const usage: string = `Usage:
  npm run demo                               plays the API against its own servers
  npm run demo -- get <url>                  fetches http://… or https://…
  npm run demo -- connect <host> <port>      TCP: sends each line that you type
  npm run demo -- listen <port> [<address>]  a TCP echo server, on 127.0.0.1
  npm run demo -- udp <host> <port>          UDP: sends each line that you type

Options:
  --tls <provider>  the TLS provider: ${[...tlsProviders.keys()].join(', ')}
                    (default: ${defaultTls})
  --ca <file>       for get: trust only the authorities in this PEM file
  --help
`

export type TargetCommand =
  | { readonly name: 'get'; readonly url: URL; readonly makeTls: () => TlsProvider }
  | { readonly name: 'connect' | 'udp'; readonly host: string; readonly port: number }
  | { readonly name: 'listen'; readonly port: number; readonly address: string }

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'show'; readonly makeTls: TlsProviderFactory }
  | TargetCommand

/** A mistake in the command line. Its message is for the user. */
export class UsageError extends Error {}

/** Parses the arguments. Throws a UsageError for a mistake. */
export function parseCommandLine(args: readonly string[]): Command {
  const { values, positionals } = parseOptions(args)
  if (values.help) return { name: 'help' }
  const makeTls = tlsProviders.get(values.tls)
  if (makeTls === undefined) throw new UsageError(`There is no TLS provider '${values.tls}'.`)
  const trust = trustIn(values.ca)
  const [name = 'show', ...operands] = positionals
  const take = (what: string): string => {
    const operand = operands.shift()
    if (operand === undefined) throw new UsageError(`'${name}' needs ${what}.`)
    return operand
  }
  const command = ((): Command => {
    switch (name) {
      case 'show':
        return { name, makeTls }
      case 'get':
        return { name, url: parseUrl(take('a URL')), makeTls: () => makeTls(trust) }
      case 'connect':
      case 'udp':
        return { name, host: take('a host'), port: parsePort(take('a port')) }
      case 'listen':
        return { name, port: parsePort(take('a port')), address: operands.shift() ?? '127.0.0.1' }
      default:
        throw new UsageError(`There is no command '${name}'.`)
    }
  })()
  if (operands.length > 0) throw new UsageError(`'${name}' takes no argument '${operands[0]}'.`)
  return command
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        tls: { type: 'string', default: defaultTls },
        ca: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
  throw new UsageError(`'${text}' is not a URL that begins with http:// or https://.`)
}

function parsePort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new UsageError(`'${text}' is not a port: a number from 0 to 65535.`)
}

function trustIn(certificateFile: string | undefined): TlsTrust {
  if (certificateFile === undefined) return {}
  try {
    return { ca: readFileSync(certificateFile, 'utf8') }
  } catch (error) {
    throw new UsageError(`Cannot read the certificates: ${(error as Error).message}`)
  }
}
