/**
 * The certificates that the runtime's own `tls` trusts where it is given no `ca`.
 *
 * `tls.getCACertificates('default')` has most of them: those that come with the runtime, and what NODE_EXTRA_CA_CERTS,
 * `--use-system-ca` and `tls.setDefaultCACertificates` make of them. Node before 22.15 does not have that function, and
 * it leaves out what the library beneath adds from files by itself: OpenSSL with `--use-openssl-ca`, BoringSSL in Bun
 * always, Deno with DENO_CERT and `--cert`. So those files are read here.
 * Sources: https://nodejs.org/api/tls.html#tlsgetcacertificatestype, https://nodejs.org/api/cli.html#node_extra_ca_certsfile,
 * https://docs.openssl.org/3.5/man3/X509_STORE_set_default_paths/, https://docs.deno.com/runtime/reference/env_variables/
 */
import { builtin, hostProcess } from './builtin.ts'
import { parseTrustAnchors, type TrustAnchors } from './trust-anchors.ts'

interface NodeTls {
  readonly getCACertificates?: (type: 'default') => readonly string[]
  readonly rootCertificates?: readonly string[]
}

interface NodeFileSystem {
  readFileSync(path: string, encoding: 'utf8'): string
  readdirSync(path: string): string[]
}

interface DenoNamespace {
  readonly permissions?: {
    querySync?(descriptor: { name: string; variable?: string; path?: string }): { readonly state: string }
  }
}

const deno = (globalThis as { readonly Deno?: DenoNamespace }).Deno

/** The list that the cached anchors were made from: the runtime gives out the same one until it is changed. */
let cachedFor: readonly string[] | undefined
let cached: TrustAnchors | undefined

/**
 * Gives the certificates that the runtime's own TLS trusts. Empty where the runtime gives out nothing, as a browser: nothing is
 * trusted by default.
 * @errors Cannot fail. A file that cannot be read adds nothing.
 * @example
 * import { trustAnchorsOfRuntime } from '@chrome-socket/x509/runtime-anchors'
 *
 * console.log(trustAnchorsOfRuntime().size)
 */
export function trustAnchorsOfRuntime(): TrustAnchors {
  const certificates = certificatesOfTls()
  if (cached !== undefined && certificates === cachedFor) return cached
  cachedFor = certificates
  cached = parseTrustAnchors([...(certificates ?? []), ...certificatesOfFiles()], true)
  return cached
}

function certificatesOfTls(): readonly string[] | undefined {
  const tls = builtin<NodeTls>('node:tls')
  return tls?.getCACertificates?.('default') ?? (usesOpenSslStore() ? undefined : tls?.rootCertificates)
}

/** PEM, in each as many certificates as there are. */
function certificatesOfFiles(): string[] {
  const files: (string | undefined)[] = []
  if (builtin<NodeTls>('node:tls')?.getCACertificates === undefined) files.push(variable('NODE_EXTRA_CA_CERTS'))
  if (usesOpenSslStore()) files.push(...openSslFiles())
  if (deno !== undefined) files.push(variable('DENO_CERT'), denoCertOption())
  // A file without any certificate adds nothing.
  return files
    .flatMap((file) => (file === undefined || file === '' ? [] : contentsOf(file)))
    .filter((text) => text.includes('-----BEGIN '))
}

/** Bun's BoringSSL reads the default paths in any case. */
function usesOpenSslStore(): boolean {
  if (hostProcess?.versions?.['bun'] !== undefined) return true
  if (deno !== undefined) return false
  const options = [...(hostProcess?.execArgv ?? []), ...(variable('NODE_OPTIONS') ?? '').split(/\s+/)]
  return options.includes('--use-openssl-ca')
}

/** Node's OpenSSL and Bun's BoringSSL are built with this OPENSSLDIR (node's deps/openssl/openssl_common.gypi). */
const openSslFolders: Readonly<Record<string, string>> = {
  darwin: '/System/Library/OpenSSL',
  win32: 'C:\\Program Files\\Common Files\\SSL',
}

/** The default file, and what is in the default folders under the hash of its subject. */
function openSslFiles(): string[] {
  const platform = hostProcess?.platform ?? ''
  const folder = openSslFolders[platform] ?? '/etc/ssl'
  const folders = variable('SSL_CERT_DIR') ?? `${folder}/certs`
  const hashed = folders.split(platform === 'win32' ? ';' : ':').flatMap((path) => {
    const names = attempt(() => builtin<NodeFileSystem>('node:fs')?.readdirSync(path)) ?? []
    return names.filter((name) => /^[0-9a-f]{8}\.\d+$/.test(name)).map((name) => `${path}/${name}`)
  })
  return [variable('SSL_CERT_FILE') ?? `${folder}/cert.pem`, ...hashed]
}

/** `deno run --cert FILE`: Deno tells a program nothing of its own options, but Linux does. */
function denoCertOption(): string | undefined {
  if (hostProcess?.platform !== 'linux' || !mayRead('/proc/self/cmdline')) return undefined
  const [, ...words] = contentsOf('/proc/self/cmdline')[0]?.split('\0') ?? []
  const at = words.findIndex((word) => !isOptionOrCommand(word))
  const options = at === -1 ? words : words.slice(0, at + 1)
  const option = options.findIndex((word) => word === '--cert' || word.startsWith('--cert='))
  const word = options[option]
  return word === undefined ? undefined : word === '--cert' ? words[option + 1] : word.slice('--cert='.length)
}

function isOptionOrCommand(word: string): boolean {
  return word.startsWith('-') || !word.includes('.')
}

function variable(name: string): string | undefined {
  const state = attempt(() => deno?.permissions?.querySync?.({ name: 'env', variable: name }).state) ?? 'granted'
  return state === 'granted' ? attempt(() => hostProcess?.env?.[name]) : undefined
}

/** Deno would ask its user; nobody expects to be asked for this. */
function mayRead(path: string): boolean {
  return (attempt(() => deno?.permissions?.querySync?.({ name: 'read', path }).state) ?? 'granted') === 'granted'
}

/** A file that cannot be read adds nothing, as in the runtimes. */
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
