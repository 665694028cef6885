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
import { builtin, hostProcess } from './builtin.ts'

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

/** The list that the cached certificates were made from. The runtime returns the same array until the list changes. */
let cachedFor: readonly string[] | undefined
let cached: readonly string[] | undefined

/**
 * Returns the certificates that the runtime's own TLS trusts, in PEM, for `publicTrustAnchors`. The result is the
 * same array until the runtime changes its list. In a runtime that does not reveal its certificates, such as a browser,
 * the list is empty, so no server is trusted by default.
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
  return tls?.getCACertificates?.('default') ?? (usesOpenSslStore() ? undefined : tls?.rootCertificates)
}

/** Returns the contents of the files, in PEM, each with any number of certificates. */
function certificatesOfFiles(): string[] {
  const files: (string | undefined)[] = []
  if (builtin<NodeTls>('node:tls')?.getCACertificates === undefined) files.push(variable('NODE_EXTRA_CA_CERTS'))
  if (usesOpenSslStore()) files.push(...openSslFiles())
  if (deno !== undefined) files.push(variable('DENO_CERT'), denoCertOption())
  // `parseTrustAnchors` throws for text without PEM, so such a file is left out.
  return files
    .flatMap((file) => (file === undefined || file === '' ? [] : contentsOf(file)))
    .filter((text) => text.includes('-----BEGIN '))
}

/** Whether the TLS library reads OpenSSL's default paths. Bun's BoringSSL always does. */
function usesOpenSslStore(): boolean {
  if (hostProcess?.versions?.['bun'] !== undefined) return true
  if (deno !== undefined) return false
  const options = [...(hostProcess?.execArgv ?? []), ...(variable('NODE_OPTIONS') ?? '').split(/\s+/)]
  return options.includes('--use-openssl-ca')
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
  const folders = variable('SSL_CERT_DIR') ?? `${folder}/certs`
  const hashed = folders.split(platform === 'win32' ? ';' : ':').flatMap((path) => {
    const names = attempt(() => builtin<NodeFileSystem>('node:fs')?.readdirSync(path)) ?? []
    return names.filter((name) => /^[0-9a-f]{8}\.\d+$/.test(name)).map((name) => `${path}/${name}`)
  })
  return [variable('SSL_CERT_FILE') ?? `${folder}/cert.pem`, ...hashed]
}

/** Returns the FILE of `deno run --cert FILE`. Deno does not tell a program its own options, but Linux does. */
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
