/**
 * The rows of the interoperation matrix, which are each key, cipher suite and group in each version, and their
 * certificates.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { authority, keyUsage, makeKey, alternativeNames, dnsName, issue } from '@chrome-socket/x509/issuing'
import { pem } from '@chrome-socket/x509/issuing'

export type Version = 'tls1.3' | 'tls1.2'
const keyNames = ['RSA', 'P-256', 'P-384', 'Ed25519'] as const
export type KeyName = (typeof keyNames)[number]

export interface Suite {
  readonly name: string
  readonly openssl: string
  /** The cipher's name in a GnuTLS priority string, after `-CIPHER-ALL:+`. */
  readonly gnutls: string
  /** Whether the suite is offered only with `legacyCipherSuites`. */
  readonly isLegacy?: true
}

export interface GroupChoice {
  readonly name: string
  readonly openssl: string
  readonly gnutls: string
}

const ciphers = [
  ['AES_128_GCM_SHA256', 'AES128-GCM-SHA256', 'AES-128-GCM'],
  ['AES_256_GCM_SHA384', 'AES256-GCM-SHA384', 'AES-256-GCM'],
  ['CHACHA20_POLY1305_SHA256', 'CHACHA20-POLY1305', 'CHACHA20-POLY1305'],
] as const

const legacySuites: readonly Suite[] = (
  [
    ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'ECDHE-RSA-AES128-SHA', 'AES-128-CBC:-MAC-ALL:+SHA1:-KX-ALL:+ECDHE-RSA'],
    ['TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA', 'ECDHE-RSA-AES256-SHA', 'AES-256-CBC:-MAC-ALL:+SHA1:-KX-ALL:+ECDHE-RSA'],
    ['TLS_RSA_WITH_AES_128_GCM_SHA256', 'AES128-GCM-SHA256', 'AES-128-GCM:-KX-ALL:+RSA'],
    ['TLS_RSA_WITH_AES_256_GCM_SHA384', 'AES256-GCM-SHA384', 'AES-256-GCM:-KX-ALL:+RSA'],
    ['TLS_RSA_WITH_AES_128_CBC_SHA', 'AES128-SHA', 'AES-128-CBC:-MAC-ALL:+SHA1:-KX-ALL:+RSA'],
    ['TLS_RSA_WITH_AES_256_CBC_SHA', 'AES256-SHA', 'AES-256-CBC:-MAC-ALL:+SHA1:-KX-ALL:+RSA'],
  ] as const
).map(([name, openssl, gnutls]) => ({ name, openssl, gnutls, isLegacy: true }))

const groups: readonly GroupChoice[] = [
  { name: 'x25519', openssl: 'X25519', gnutls: 'GROUP-X25519' },
  { name: 'secp256r1', openssl: 'P-256', gnutls: 'GROUP-SECP256R1' },
  { name: 'secp384r1', openssl: 'P-384', gnutls: 'GROUP-SECP384R1' },
]

export interface Combination {
  readonly version: Version
  readonly key: KeyName
  readonly suite: Suite | undefined
  readonly group: GroupChoice | undefined
  /** The text for a table. */
  readonly label: string
}

function suite(version: Version, key: 'RSA' | 'P-256', [name, openssl, gnutls]: (typeof ciphers)[number]): Suite {
  if (version === 'tls1.3') return { name: `TLS_${name}`, openssl: `TLS_${name}`, gnutls }
  const authentication = key === 'RSA' ? 'RSA' : 'ECDSA'
  return { name: `TLS_ECDHE_${authentication}_WITH_${name}`, openssl: `ECDHE-${authentication}-${openssl}`, gnutls }
}

function combinationsOf(version: Version): Combination[] {
  const found: Combination[] = []
  for (const key of keyNames) {
    found.push({ version, key, suite: undefined, group: undefined, label: `${version}, ${key}` })
  }
  for (const key of version === 'tls1.3' ? (['P-256'] as const) : (['P-256', 'RSA'] as const)) {
    for (const cipher of ciphers) {
      const chosen = suite(version, key, cipher)
      found.push({ version, key, suite: chosen, group: undefined, label: chosen.name })
    }
  }
  for (const chosen of version === 'tls1.3' ? [] : legacySuites) {
    found.push({ version, key: 'RSA', suite: chosen, group: undefined, label: chosen.name })
  }
  for (const group of groups) {
    found.push({ version, key: 'RSA', suite: undefined, group, label: `${version}, ${group.name}` })
  }
  return found
}

export const combinations: readonly Combination[] = [...combinationsOf('tls1.3'), ...combinationsOf('tls1.2')]

export interface Files {
  readonly ca: string
  readonly of: Readonly<Record<KeyName, { readonly certFile: string; readonly keyFile: string }>>
}

/** Makes certificates for `localhost` by an authority of their own, valid now, in a new temporary folder. */
export function makeFiles(): Files {
  const folder = mkdtempSync(join(tmpdir(), 'tls-forge-'))
  const validity = { notBefore: Date.now() - 86_400_000, notAfter: Date.now() + 86_400_000 }
  const root = authority('Interoperation', validity)
  const kinds = { RSA: 'rsa2048', 'P-256': 'p256', 'P-384': 'p384', Ed25519: 'ed25519' } as const
  const write = (name: string, content: string): string => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }
  const files = keyNames.map((name) => {
    const key = makeKey(kinds[name])
    const certificate = issue({
      subject: 'localhost',
      issuer: root.subject,
      signer: root.key,
      key,
      // The key may sign. An RSA key may also decrypt.
      extensions: [alternativeNames(dnsName('localhost')), name === 'RSA' ? keyUsage(0, 2) : keyUsage(0)],
      ...validity,
    })
    return [
      name,
      {
        certFile: write(`${name}.pem`, pem(certificate)),
        keyFile: write(`${name}.key`, key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
      },
    ] as const
  })
  return { ca: write('ca.pem', pem(root.certificate)), of: Object.fromEntries(files) as unknown as Files['of'] }
}
