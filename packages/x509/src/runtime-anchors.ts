/**
 * The certificates that the runtime's own `tls` trusts if it is given no `ca`.
 *
 * `tls.getCACertificates('default')` returns most of them: the certificates that come with the runtime, as changed by
 * NODE_EXTRA_CA_CERTS, `--use-system-ca` and `tls.setDefaultCACertificates`. Node before 22.15 does not have this
 * function. The function leaves out certificates that the TLS library reads from files by itself: OpenSSL with
 * `--use-openssl-ca`, BoringSSL in Bun always, and Deno with DENO_CERT and `--cert`. This file reads those files.
 * Sources: https://nodejs.org/api/tls.html#tlsgetcacertificatestype,
 * https://nodejs.org/api/cli.html#node_extra_ca_certsfile,
 * https://docs.openssl.org/3.5/man3/X509_STORE_set_default_paths/,
 * https://docs.deno.com/runtime/reference/env_variables/
 */
import { certificatesOfFile, denoRules, nodeExtraRules, openSslRules, type AnchorFileRules } from './anchor-files.ts'
import { builtin, hostProcess, warnHost } from './builtin.ts'

interface NodeTls {
  readonly getCACertificates?: (type: 'default') => readonly string[]
  readonly rootCertificates?: readonly string[]
}

interface NodeFileSystem {
  readFileSync(path: string, encoding: 'utf8'): string
  readdirSync(path: string): string[]
}

interface DenoNamespace {
  readonly args?: readonly string[]
  readonly permissions?: {
    querySync?(descriptor: { name: string; variable?: string; path?: string }): { readonly state: string }
  }
}

const deno = (globalThis as { readonly Deno?: DenoNamespace }).Deno

/** The list that the cached certificates were made from. The runtime returns the same array until the list changes. */
let cachedFor: readonly string[] | undefined
let cached: readonly string[] | undefined
const noCertificates: readonly string[] = []
let isWarned = false

/**
 * Returns the certificates that the runtime's own TLS trusts, in PEM, for `publicTrustAnchors`. The result is the
 * same array until the runtime changes its list. In a runtime that does not reveal its certificates, such as a browser,
 * the list is empty, so no server is trusted by default. In Deno it needs `--allow-sys=ca`: a warning says so.
 * @errors Cannot fail. A file that cannot be read adds nothing.
 * @example
 * import { publicTrustAnchors } from '@chrome-socket/x509'
 * import { certificatesOfRuntime } from '@chrome-socket/x509/runtime-anchors'
 *
 * console.log(publicTrustAnchors(certificatesOfRuntime()).size)
 */
export function certificatesOfRuntime(): readonly string[] {
  const certificates = certificatesOfTls()
  if (cached !== undefined && certificates === cachedFor) return cached
  cachedFor = certificates
  cached = [...(certificates ?? []), ...certificatesOfFiles()]
  return cached
}

function certificatesOfTls(): readonly string[] | undefined {
  const tls = builtin<NodeTls>('node:tls')
  try {
    return tls?.getCACertificates?.('default') ?? (usesOpenSslStore() ? undefined : tls?.rootCertificates)
  } catch {
    // Deno asks for a permission here, although its own TLS needs none.
    if (!isWarned) warnHost('Deno tells which certificates it trusts only with --allow-sys=ca: allow it, or give `ca`')
    isWarned = true
    return noCertificates
  }
}

/** Returns the certificates in files that the runtime trusts besides, in PEM. */
function certificatesOfFiles(): string[] {
  if (deno !== undefined) return certificatesIn(denoCertOption() ?? variable('DENO_CERT'), denoRules)
  const found: string[] = []
  if (builtin<NodeTls>('node:tls')?.getCACertificates === undefined) {
    found.push(...certificatesIn(firstVariable('NODE_EXTRA_CA_CERTS'), nodeExtraRules))
  }
  if (usesOpenSslStore()) found.push(...openSslFiles().flatMap((file) => certificatesIn(file, openSslRules)))
  return found
}

function certificatesIn(file: string | undefined, rules: AnchorFileRules): string[] {
  const [text] = file === undefined || file === '' ? [] : contentsOf(file)
  return text === undefined ? [] : certificatesOfFile(text, rules)
}

/** Whether the TLS library reads OpenSSL's default paths. Bun's BoringSSL always does. */
function usesOpenSslStore(): boolean {
  if (hostProcess?.versions?.['bun'] !== undefined) return true
  if (deno !== undefined) return false
  const options = [...(hostProcess?.execArgv ?? []), ...(variable('NODE_OPTIONS') ?? '').split(/\s+/)]
  // Node takes underscores, and quotation marks in NODE_OPTIONS. A value or a later `--no-use-openssl-ca` has no effect.
  return options.some((option) => /^--use-openssl-ca(=|$)/.test(option.replaceAll(/["']/g, '').replaceAll('_', '-')))
}

/** The OPENSSLDIR of Node's OpenSSL and Bun's BoringSSL (node's deps/openssl/openssl_common.gypi). */
const openSslFolders: Readonly<Record<string, string>> = {
  darwin: '/System/Library/OpenSSL',
  win32: 'C:\\Program Files\\Common Files\\SSL',
}

/** Returns the default file, and the files of the default folders that are named by the hash of a subject. */
function openSslFiles(): string[] {
  const platform = hostProcess?.platform ?? ''
  const folder = openSslFolders[platform] ?? '/etc/ssl'
  const read = hostProcess?.versions?.['bun'] === undefined ? variable : firstVariable
  const folders = read('SSL_CERT_DIR') ?? `${folder}/certs`
  const hashed = folders.split(platform === 'win32' ? ';' : ':').flatMap((path) => {
    const names = attempt(() => builtin<NodeFileSystem>('node:fs')?.readdirSync(path)) ?? []
    return names.filter((name) => isHashed(name, names)).map((name) => `${path}/${name}`)
  })
  return [read('SSL_CERT_FILE') ?? `${folder}/cert.pem`, ...hashed]
}

/** Whether a name is the hash of a subject and a number, and the numbers from 0 on are there, too. */
function isHashed(name: string, names: readonly string[]): boolean {
  const [, hash, number] = /^([0-9a-f]{8})\.(0|[1-9]\d{0,3})$/.exec(name) ?? []
  if (hash === undefined) return false
  for (let before = 0; before < Number(number); before += 1) if (!names.includes(`${hash}.${before}`)) return false
  return true
}

/**
 * Returns a variable as it was when the process started, because the runtime has read it by then: a `.env` file, or
 * the program, may have set it since. Only Linux tells. Elsewhere it is the variable of now.
 */
function firstVariable(name: string): string | undefined {
  const [text] = hostProcess?.platform === 'linux' ? contentsOf('/proc/self/environ') : []
  if (text === undefined) return variable(name)
  const setting = text.split('\0').find((each) => each.startsWith(`${name}=`))
  return setting?.slice(name.length + 1)
}

/**
 * Returns the last FILE of `deno run --cert FILE`, which takes precedence over DENO_CERT. Deno does not tell a program
 * its own options, but Linux does. The script and its arguments are the last words.
 */
function denoCertOption(): string | undefined {
  if (hostProcess?.platform !== 'linux') return undefined
  const words = contentsOf('/proc/self/cmdline')[0]?.split('\0').slice(1, -1) ?? []
  const options = words.slice(0, words.length - (deno?.args?.length ?? 0) - 1)
  const at = options.findLastIndex((word) => word === '--cert' || word.startsWith('--cert='))
  const option = options[at]
  return option === '--cert' ? options[at + 1] : option?.slice('--cert='.length)
}

function variable(name: string): string | undefined {
  const state = attempt(() => deno?.permissions?.querySync?.({ name: 'env', variable: name }).state) ?? 'granted'
  return state === 'granted' ? attempt(() => hostProcess?.env?.[name]) : undefined
}

/** Whether a file may be read without a question. Deno would otherwise ask its user, who does not expect it. */
function mayRead(path: string): boolean {
  return (attempt(() => deno?.permissions?.querySync?.({ name: 'read', path }).state) ?? 'granted') === 'granted'
}

/** Returns the content of a file, in a list. As in the runtimes, a file that cannot be read adds nothing. */
function contentsOf(file: string): string[] {
  if (!mayRead(file)) return []
  const text = attempt(() => builtin<NodeFileSystem>('node:fs')?.readFileSync(file, 'utf8'))
  return text === undefined ? [] : [text]
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
