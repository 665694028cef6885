/**
 * TLS servers of others, as processes that echo: how to start each, and what each cannot do.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import net from 'node:net'
import { fileURLToPath } from 'node:url'
import type { KeyName, Suite, GroupChoice, Version } from './combinations.ts'

export interface ServerOptions {
  readonly version: Version
  readonly key: KeyName
  readonly suite: Suite | undefined
  readonly group: GroupChoice | undefined
  /** Paths of PEM files. */
  readonly certFile: string
  readonly keyFile: string
}

export interface RunningServer {
  readonly port: number
  close(): void
}

export interface ServerKind {
  readonly name: string
  /** Undefined when it is not installed. */
  readonly version: () => string | undefined
  readonly start: (options: ServerOptions) => Promise<RunningServer>
  /** Why it cannot do this, if it cannot. */
  readonly cannot?: (options: Pick<ServerOptions, 'version' | 'key' | 'suite' | 'group'>) => string | undefined
  /** Does it give back what it gets reversed, line by line? */
  readonly reverses?: true
}

function firstLine(command: string, args: readonly string[]): string | undefined {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  return status === 0 ? (stdout || stderr).split('\n')[0] : undefined
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/** Waits until somebody listens there. */
async function listening(port: number, child: ChildProcess): Promise<RunningServer> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    const open = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1')
      socket.once('connect', () => {
        socket.destroy()
        resolve(true)
      })
      socket.once('error', () => resolve(false))
    })
    if (open) return { port, close: () => child.kill('SIGKILL') }
    await new Promise((resolve) => {
      setTimeout(resolve, 30)
    })
  }
  child.kill('SIGKILL')
  throw new Error('the server does not listen')
}

function runtime(name: string, command: string, args: readonly string[]): ServerKind {
  const script = fileURLToPath(new URL('echo-server.mjs', import.meta.url))
  return {
    name,
    version: () => firstLine(command, ['--version']),
    start({ version, suite, group, certFile, keyFile }) {
      const options = { cert: certFile, key: keyFile, version, suite: suite?.openssl, group: group?.openssl }
      const child = spawn(command, [...args, script, JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'ignore'] })
      return new Promise((resolve, reject) => {
        child.once('error', reject)
        child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
        child.stdout.once('data', (line: Buffer) =>
          resolve({ port: Number(line.toString()), close: () => child.kill('SIGKILL') }),
        )
      })
    },
  }
}

const openssl: ServerKind = {
  name: 'OpenSSL',
  version: () => firstLine('openssl', ['version']),
  reverses: true,
  async start({ version, suite, group, certFile, keyFile }) {
    const port = await freePort()
    const suiteOption = version === 'tls1.3' ? '-ciphersuites' : '-cipher'
    const child = spawn(
      'openssl',
      [
        's_server',
        '-accept',
        `127.0.0.1:${port}`,
        '-quiet',
        '-rev',
        version === 'tls1.3' ? '-tls1_3' : '-tls1_2',
        '-cert',
        certFile,
        '-key',
        keyFile,
        ...(suite === undefined ? [] : [suiteOption, suite.openssl]),
        ...(group === undefined ? [] : ['-groups', group.openssl]),
      ],
      { stdio: ['pipe', 'ignore', 'ignore'] },
    )
    return listening(port, child)
  },
}

const gnutls: ServerKind = {
  name: 'GnuTLS',
  version: () => firstLine('gnutls-serv', ['--version']),
  async start({ version, suite, group, certFile, keyFile }) {
    const port = await freePort()
    const priority = [
      suite === undefined ? 'NORMAL' : `NORMAL:-CIPHER-ALL:+${suite.gnutls}`,
      `-VERS-ALL:+VERS-${version === 'tls1.3' ? 'TLS1.3' : 'TLS1.2'}`,
      ...(group === undefined ? [] : [`-GROUP-ALL:+${group.gnutls}`]),
    ].join(':')
    const args = ['--echo', '--port', String(port), '--x509certfile', certFile, '--x509keyfile', keyFile]
    const child = spawn('gnutls-serv', [...args, '--priority', priority], { stdio: ['pipe', 'ignore', 'ignore'] })
    return listening(port, child)
  },
  cannot: ({ group, key, version }) =>
    version === 'tls1.2' && group !== undefined && group.gnutls === 'GROUP-X25519' && key !== 'RSA'
      ? 'its ECDSA keys want their own curve among the groups of TLS 1.2'
      : undefined,
}

/** Where another runtime is: an environment variable, or its name. */
const commandOf = (name: string): string => process.env[`TEST_${name.toUpperCase()}`] ?? name

const noGroups = 'its node:tls has no choice of groups'
const noSuites = 'its node:tls has no choice of cipher suites'

export const serverKinds: readonly ServerKind[] = [
  openssl,
  gnutls,
  runtime('Node', commandOf('node'), []),
  {
    ...runtime('Bun', commandOf('bun'), []),
    cannot: ({ group, suite, version }) =>
      group !== undefined ? noGroups : suite !== undefined && version === 'tls1.3' ? noSuites : undefined,
  },
  {
    ...runtime('Deno', commandOf('deno'), ['run', '-A']),
    cannot: ({ group, suite }) => (group !== undefined ? noGroups : suite !== undefined ? noSuites : undefined),
  },
]
