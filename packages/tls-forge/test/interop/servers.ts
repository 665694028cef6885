/**
 * Runs other implementations' TLS servers as processes that echo: the command of each, and the combinations that it
 * lacks.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { cipherSuites } from '../../src/wire/cipher-suites.ts'
import { defaultGroups, groupIds } from '../../src/wire/groups.ts'
import type { KeyName, Suite, GroupChoice, Version } from './combinations.ts'

export interface ServerOptions {
  readonly version: Version
  readonly key: KeyName
  readonly suite: Suite | undefined
  readonly group: GroupChoice | undefined
  /** The paths of PEM files. */
  readonly certFile: string
  readonly keyFile: string
}

export interface RunningServer {
  readonly port: number
  close(): void
}

export interface ServerKind {
  readonly name: string
  /** Returns the version. Undefined if the server is not installed. */
  readonly version: () => string | undefined
  /** Prepares the server. It must be called once, before the first start, and may take minutes. */
  readonly prepare?: () => Promise<void>
  readonly start: (options: ServerOptions) => Promise<RunningServer>
  /** Returns the reason if the server cannot do this. */
  readonly cannot?: (options: Pick<ServerOptions, 'version' | 'key' | 'suite' | 'group'>) => string | undefined
  /** Whether the server echoes each line reversed. */
  readonly reverses?: true
  /** Whether the server resumes sessions. It does by default. */
  readonly resumes?: (version: Version) => boolean
}

function firstLine(command: string, args: readonly string[]): string | undefined {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  return status === 0 ? (stdout || stderr).split('\n')[0] : undefined
}

/** The next port for a server that has to be told one. The system gives none of these ports to others (Linux begins at 32,768). */
let nextPort = 20_000 + (process.pid % 12_000)

/** Waits until the server prints that it listens, and at which port. */
function listening(child: ChildProcess, printed: Readable, line: RegExp): Promise<RunningServer> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${output}`)))
    printed.on('data', (text: Buffer) => {
      if (output.length < 10_000) output += text.toString()
      const [, port] = line.exec(output) ?? []
      if (port !== undefined) resolve({ port: Number(port), close: () => child.kill('SIGKILL') })
    })
  })
}

function runtime(name: string, command: string, args: readonly string[]): ServerKind {
  const script = pathOf('echo-server.mjs')
  return {
    name,
    version: () => firstLine(command, ['--version']),
    start({ version, suite, group, certFile, keyFile }) {
      const options = { cert: certFile, key: keyFile, version, suite: suite?.openssl, group: group?.openssl }
      return startScript(command, [...args, script, JSON.stringify(options)])
    },
  }
}

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

/** Starts a server that writes its port, and ends when its standard input ends. */
function startScript(command: string, args: readonly string[]): Promise<RunningServer> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    child.stdout.once('data', (line: Buffer) =>
      resolve({ port: Number(line.toString()), close: () => child.kill('SIGKILL') }),
    )
  })
}

const java: ServerKind = {
  name: 'Java',
  version: () => firstLine('java', ['-version']),
  start({ version, suite, group, certFile, keyFile }) {
    const protocol = version === 'tls1.3' ? 'TLSv1.3' : 'TLSv1.2'
    const choices = [suite?.name ?? '-', group?.name ?? '-']
    return startScript('java', [pathOf('EchoServer.java'), certFile, keyFile, protocol, ...choices])
  },
  cannot: ({ key }) => (key === 'Ed25519' ? 'its JSSE makes no signatures with Ed25519' : undefined),
}

const goVersion = (): string | undefined => firstLine('go', ['version'])

let goServer = ''

const go: ServerKind = {
  name: 'Go',
  version: goVersion,
  // Go before 1.21 lacks the extended master secret, without which no TLS 1.2 session is kept here.
  resumes: (version) => version === 'tls1.3' || Number(/go1\.(\d+)/.exec(goVersion() ?? '')?.[1]) >= 21,
  async prepare() {
    goServer = join(mkdtempSync(join(tmpdir(), 'tls-forge-go-')), 'echo-server')
    const child = spawn('go', ['build', '-o', goServer, pathOf('echo-server.go')], { stdio: 'inherit' })
    const [status] = (await once(child, 'exit')) as [number]
    if (status !== 0) throw new Error('the server could not be built')
  },
  start({ version, suite, group, certFile, keyFile }) {
    const suiteId = cipherSuites.find(({ name }) => name === suite?.name)?.id
    const groupId = defaultGroups.find((name) => name === group?.name)
    const choices = [suiteId, groupId && groupIds[groupId]].map((choice) => String(choice ?? '-'))
    return startScript(goServer, [certFile, keyFile, version, ...choices])
  },
  cannot: ({ version, suite }) =>
    version === 'tls1.3' && suite !== undefined ? 'it has no choice of cipher suites in TLS 1.3' : undefined,
}

const openssl: ServerKind = {
  name: 'OpenSSL',
  version: () => firstLine('openssl', ['version']),
  reverses: true,
  async start({ version, suite, group, certFile, keyFile }) {
    const suiteOption = version === 'tls1.3' ? '-ciphersuites' : '-cipher'
    const child = spawn(
      'openssl',
      [
        's_server',
        '-accept',
        '127.0.0.1:0',
        '-rev',
        version === 'tls1.3' ? '-tls1_3' : '-tls1_2',
        '-cert',
        certFile,
        '-key',
        keyFile,
        ...(suite === undefined ? [] : [suiteOption, suite.openssl]),
        ...(group === undefined ? [] : ['-groups', group.openssl]),
      ],
      { stdio: ['pipe', 'pipe', 'ignore'] },
    )
    return listening(child, child.stdout, /ACCEPT .*:(\d+)\n/)
  },
}

const gnutls: ServerKind = {
  name: 'GnuTLS',
  version: () => firstLine('gnutls-serv', ['--version']),
  async start({ version, suite, group, certFile, keyFile }) {
    const port = (nextPort += 1)
    const priority = [
      suite === undefined ? 'NORMAL' : `NORMAL:-CIPHER-ALL:+${suite.gnutls}`,
      `-VERS-ALL:+VERS-${version === 'tls1.3' ? 'TLS1.3' : 'TLS1.2'}`,
      ...(group === undefined ? [] : [`-GROUP-ALL:+${group.gnutls}`]),
    ].join(':')
    const args = ['--echo', '--port', String(port), '--x509certfile', certFile, '--x509keyfile', keyFile]
    const child = spawn('gnutls-serv', [...args, '--priority', priority], { stdio: ['pipe', 'ignore', 'pipe'] })
    return listening(child, child.stderr, /listening on IPv4 .* port (\d+)\.\.\.done/)
  },
  cannot: ({ group, key, version }) =>
    version === 'tls1.2' && group !== undefined && group.gnutls === 'GROUP-X25519' && key !== 'RSA'
      ? 'its ECDSA keys want their own curve among the groups of TLS 1.2'
      : undefined,
}

const noGroups = 'its node:tls has no choice of groups'
const noSuites = 'its node:tls has no choice of cipher suites'

export const serverKinds: readonly ServerKind[] = [
  openssl,
  gnutls,
  java,
  go,
  runtime('Node', process.env['TEST_NODE'] ?? 'node', []),
  {
    ...runtime('Bun', process.env['BUN'] ?? 'bun', []),
    cannot: ({ group, suite, version }) =>
      group !== undefined ? noGroups : suite !== undefined && version === 'tls1.3' ? noSuites : undefined,
  },
  {
    ...runtime('Deno', process.env['TEST_DENO'] ?? 'deno', ['run', '-A']),
    cannot: ({ group, suite }) => (group !== undefined ? noGroups : suite !== undefined ? noSuites : undefined),
  },
]
