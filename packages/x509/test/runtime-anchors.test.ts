/**
 * Tests that without `ca` the same certificates are trusted as by the runtime's own `tls`, with each of its switches.
 * The expectation is the runtime's own verdict.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type Server } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authority, pem, server, serverKey } from '../src/issuing/index.ts'

const script = fileURLToPath(new URL('runtime-anchors.mjs', import.meta.url))
const isBuilt = existsSync(new URL('../dist/node/index.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'runtime-anchors-'))
const file = join(folder, 'root.pem')
const root = authority('Trusted by the environment')
/** Files with the root and something else. Each runtime has its own rules for them. */
const files = Object.fromEntries(
  ['other', 'broken', 'broken-first', 'unreadable', 'rejected', 'trusted', 'indented'].map((name) => [
    name,
    join(folder, `${name}.crt`),
  ]),
) as Readonly<Record<string, string>>
const withoutFirst = join(folder, 'without-first')
const inEnvFile = join(folder, 'in-env-file')

let listener: Server

beforeAll(async () => {
  writeFileSync(file, pem(root.certificate))
  spawnSync('openssl', ['rehash', folder])
  const text = pem(root.certificate)
  const broken = text.replace(/^MII.{9}/m, '$&!')
  const contents: Readonly<Record<string, string>> = {
    other: pem(authority('Another').certificate),
    broken: text + broken,
    'broken-first': broken + text,
    unreadable: `-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n${text}`,
    indented: text.replaceAll(/^/gm, '  '),
  }
  for (const [name, content] of Object.entries(contents)) writeFileSync(files[name] as string, content)
  for (const [name, setting] of Object.entries({ rejected: '-addreject', trusted: '-addtrust' }))
    spawnSync('openssl', ['x509', '-in', file, setting, 'serverAuth', '-out', files[name] as string])
  mkdirSync(withoutFirst)
  const hashed = readdirSync(folder).find((name) => name.endsWith('.0'))
  if (hashed !== undefined) writeFileSync(join(withoutFirst, hashed.replace('.0', '.1')), text)
  mkdirSync(inEnvFile)
  writeFileSync(join(inEnvFile, '.env'), `SSL_CERT_FILE=${file}\nNODE_EXTRA_CA_CERTS=${file}\n`)
  const key = serverKey().privateKey.export({ type: 'pkcs8', format: 'pem' })
  listener = createServer({ cert: pem(server(root)), key }, (socket) => socket.on('error', () => {}))
  listener.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
})

afterAll(() => {
  listener.close()
  rmSync(folder, { recursive: true })
})

/** Runs the script with `options` before it, and returns its output. */
async function ask(
  command: string,
  options: readonly string[],
  variables: Readonly<Record<string, string>>,
  cwd = folder,
): Promise<{ own: boolean; ok: boolean }> {
  const {
    NODE_EXTRA_CA_CERTS: _,
    DENO_CERT: _____,
    SSL_CERT_FILE: __,
    SSL_CERT_DIR: ___,
    NODE_OPTIONS: ____,
    ...rest
  } = process.env
  const env = { ...rest, ...variables, PORT: String((listener.address() as AddressInfo).port) }
  const child = spawn(command, [...options, script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (text: Buffer) => (output += text.toString()))
  child.stderr.on('data', (text: Buffer) => (output += text.toString()))
  await new Promise((resolve) => child.once('close', resolve))
  const found = /\{"own":(true|false),"ok":(true|false)\}/.exec(output)
  if (found === null) throw new Error(output)
  return { own: found[1] === 'true', ok: found[2] === 'true' }
}

type Switch = readonly [
  name: string,
  options: readonly string[],
  variables: Readonly<Record<string, string>>,
  folder?: string,
]

/** One variable with each of the files. */
const eachFile = (variable: string, options: readonly string[] = []): Switch[] =>
  Object.entries(files).map(([name, path]) => [`${variable}: ${name}`, options, { [variable]: path }])

const common: readonly Switch[] = [
  ['nothing', [], {}],
  ['NODE_EXTRA_CA_CERTS', [], { NODE_EXTRA_CA_CERTS: file }],
  ['SSL_CERT_FILE', [], { SSL_CERT_FILE: file }],
  ['SSL_CERT_DIR', [], { SSL_CERT_DIR: folder }],
  ['a file that is not there', [], { NODE_EXTRA_CA_CERTS: join(folder, 'none.pem') }],
]

const ofNode: readonly Switch[] = [
  ...common,
  ['--use-openssl-ca', ['--use-openssl-ca'], {}],
  ['--use-openssl-ca, SSL_CERT_FILE', ['--use-openssl-ca'], { SSL_CERT_FILE: file }],
  ['--use-openssl-ca, SSL_CERT_DIR', ['--use-openssl-ca'], { SSL_CERT_DIR: folder }],
  ['--use-openssl-ca in NODE_OPTIONS', [], { NODE_OPTIONS: '--use-openssl-ca', SSL_CERT_FILE: file }],
  ...eachFile('SSL_CERT_FILE', ['--use-openssl-ca']),
  ...eachFile('NODE_EXTRA_CA_CERTS'),
  ['--use_openssl_ca', ['--use_openssl_ca'], { SSL_CERT_FILE: file }],
  ['--use-openssl-ca=false', ['--use-openssl-ca=false'], { SSL_CERT_FILE: file }],
  ['--no-use-openssl-ca', ['--no-use-openssl-ca'], { SSL_CERT_FILE: file }],
  ['"--use-openssl-ca" in NODE_OPTIONS', [], { NODE_OPTIONS: '"--use-openssl-ca"', SSL_CERT_FILE: file }],
  ['--env-file', ['--env-file=.env'], {}, inEnvFile],
  ['--use-openssl-ca, NODE_EXTRA_CA_CERTS', ['--use-openssl-ca'], { NODE_EXTRA_CA_CERTS: file }],
]

const ofDeno: readonly Switch[] = [
  ...common.map(([name, , variables]): Switch => [name, ['run', '-A'], variables]),
  ['DENO_CERT', ['run', '-A'], { DENO_CERT: file }],
  ['--cert', ['run', '-A', '--cert', file], {}],
  ...eachFile('DENO_CERT', ['run', '-A']),
  ['--cert and DENO_CERT', ['run', '-A', '--cert', files['other'] as string], { DENO_CERT: file }],
  ['--cert twice', ['run', '-A', '--cert', files['other'] as string, '--cert', file], {}],
  ['--cert=', ['run', `--cert=${file}`, '-A'], {}],
]

const system: readonly Switch[] = [
  ['--use-system-ca, SSL_CERT_FILE', ['--use-system-ca'], { SSL_CERT_FILE: file }],
  ['NODE_USE_SYSTEM_CA, SSL_CERT_DIR', [], { NODE_USE_SYSTEM_CA: '1', SSL_CERT_DIR: folder }],
]

const dotEnv: Switch = ['.env', [], {}, inEnvFile]

/** Without the file of number 0, no other is read. OpenSSL 3.0, in Node 20, reads it all the same. */
const gap: Switch = ['SSL_CERT_DIR that begins with number 1', [], { SSL_CERT_DIR: withoutFirst }]
const gapOfNode: Switch = [gap[0], ['--use-openssl-ca'], gap[2]]
const ofBun: readonly Switch[] = [...common, ...system, ...eachFile('SSL_CERT_FILE'), gap, dotEnv]

const isHostNode = process.versions['bun'] === undefined && process.versions['deno'] === undefined
const hasSystem = process.allowedNodeEnvironmentFlags.has('--use-system-ca')
const runtimes: readonly [string, string | undefined, readonly Switch[]][] = [
  ['Node', isHostNode ? process.execPath : undefined, hasSystem ? [...ofNode, ...system, gapOfNode] : ofNode],
  ['Bun', process.env['BUN'], ofBun],
  ['Deno', process.env['TEST_DENO'], ofDeno],
]

describe.each(runtimes)('%s', (name, command, switches) => {
  if (command === undefined || !isBuilt) {
    test.skip(isBuilt ? 'is not installed' : 'not without a build', () => {})
    return
  }
  const rows = switches.map(([title, ...asked]) => [title, asked] as const)
  test.concurrent.each(rows)('%s', { timeout: 60_000 }, async (_, asked) => {
    const { own, ok } = await ask(command, ...asked)
    expect(ok).toBe(own)
  })

  test('at least one switch makes a difference', { timeout: 60_000 }, async () => {
    const options = name === 'Deno' ? ['run', '-A'] : []
    expect(await ask(command, options, { NODE_EXTRA_CA_CERTS: file })).toEqual({ own: true, ok: true })
    expect(await ask(command, options, {})).toEqual({ own: false, ok: false })
  })

  // A permission of Deno, without which its own TLS works and tells nothing.
  if (name === 'Deno') {
    test('without --allow-sys nothing is trusted', { timeout: 60_000 }, async () => {
      const options = ['run', '--no-prompt', '--allow-env', '--allow-read', '--allow-net']
      expect(await ask(command, options, { NODE_EXTRA_CA_CERTS: file })).toEqual({ own: true, ok: false })
    })
  }
})
