/**
 * Tests certificates that people make for their devices with common tools. The default profile accepts all of them,
 * and the strict profile hardly any, which is why strict is not the default.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodePem, parseTrustAnchors, verifyServerCertificate, type CertificateProfile } from '../src/index.ts'
import { webCryptoVerify } from './web-crypto-verify.ts'

interface Recipe {
  readonly name: string
  /** The command lines, which run in the same folder. */
  readonly commands: readonly string[]
  readonly files?: Readonly<Record<string, string>>
  /** The trusted certificate and the server's chain: PEM files that the commands have made. */
  readonly anchor: string
  readonly chain: readonly string[]
  readonly isStrict: boolean
}

const opensslAuthority = 'openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 3650 -subj /CN=Own'
const opensslRequest = 'openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out request.pem -subj /CN=device.test'
const opensslIssue =
  'openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -out leaf.pem -days 825 -extfile leaf.cnf'

/** The noise need not be secret here. */
const certutil = (options: string): string => `certutil -S -d sql:. -k rsa -g 2048 -z noise -v 24 ${options}`

const keytool = (options: string): string => `keytool -keystore store -storepass changeit ${options}`

const recipes: Readonly<Record<string, readonly Recipe[]>> = {
  openssl: [
    {
      name: 'self-signed, by req -x509 with -addext',
      commands: [`${opensslAuthority} -addext subjectAltName=DNS:device.test`],
      anchor: 'ca.pem',
      chain: ['ca.pem'],
      isStrict: false,
    },
    {
      name: 'by x509 -req with alternative names only',
      commands: [opensslAuthority, opensslRequest, opensslIssue],
      files: { 'leaf.cnf': 'subjectAltName=DNS:device.test\n' },
      anchor: 'ca.pem',
      chain: ['leaf.pem'],
      isStrict: false,
    },
    {
      name: 'by x509 -req with the extensions of a widespread recipe',
      commands: [opensslAuthority, opensslRequest, opensslIssue],
      files: {
        'leaf.cnf': [
          'authorityKeyIdentifier=keyid,issuer',
          'basicConstraints=CA:FALSE',
          'keyUsage=digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment',
          'subjectAltName=DNS:device.test',
        ].join('\n'),
      },
      anchor: 'ca.pem',
      chain: ['leaf.pem'],
      isStrict: false,
    },
    {
      name: 'under an authority of version 1',
      commands: [
        'openssl req -new -newkey rsa:2048 -nodes -keyout ca.key -out ca.csr -subj /CN=Own',
        'openssl x509 -req -in ca.csr -signkey ca.key -out ca.pem -days 3650',
        opensslRequest,
        opensslIssue,
      ],
      files: { 'leaf.cnf': 'subjectAltName=DNS:device.test\n' },
      anchor: 'ca.pem',
      chain: ['leaf.pem'],
      isStrict: false,
    },
  ],
  certutil: [
    {
      name: 'an authority and a server',
      commands: [
        'certutil -N -d sql:. --empty-password',
        certutil('-n ca -s CN=Own -x -t C,C,C -m 1'),
        certutil('-n leaf -s CN=device.test -c ca -t ,, -m 2 -8 device.test'),
        'certutil -L -d sql:. -n ca -a -o ca.pem',
        'certutil -L -d sql:. -n leaf -a -o leaf.pem',
      ],
      files: { noise: 'certificates for tests only, the keys of which guard nothing'.repeat(4) },
      anchor: 'ca.pem',
      chain: ['leaf.pem'],
      isStrict: false,
    },
  ],
  certtool: [
    {
      name: 'an authority and a server',
      commands: [
        'certtool --generate-privkey --key-type ecdsa --curve secp256r1 --outfile ca.key',
        'certtool --generate-self-signed --load-privkey ca.key --template ca.cfg --outfile ca.pem',
        'certtool --generate-privkey --key-type ecdsa --curve secp256r1 --outfile key.pem',
        'certtool --generate-certificate --load-privkey key.pem --load-ca-certificate ca.pem --load-ca-privkey ca.key --template leaf.cfg --outfile leaf.pem',
      ],
      files: {
        'ca.cfg': 'cn = Own\nca\ncert_signing_key\nexpiration_days = 3650\n',
        'leaf.cfg': 'cn = device.test\ndns_name = device.test\ntls_www_server\nsigning_key\nexpiration_days = 700\n',
      },
      anchor: 'ca.pem',
      chain: ['leaf.pem'],
      isStrict: true,
    },
  ],
  keytool: [
    {
      name: 'self-signed, by -genkeypair',
      commands: [
        keytool('-genkeypair -alias leaf -keyalg EC -dname CN=device.test -ext san=dns:device.test -validity 3650'),
        keytool('-exportcert -rfc -alias leaf -file leaf.pem'),
      ],
      anchor: 'leaf.pem',
      chain: ['leaf.pem'],
      isStrict: false,
    },
  ],
}

/** Whether a tool is installed. On other systems, these names belong to other tools. */
function isThere(tool: string): boolean {
  return process.platform === 'linux' && spawnSync(tool, ['--help'], { stdio: 'ignore' }).error === undefined
}

describe.each(Object.entries(recipes))('%s', (tool, ofTool) => {
  const missing = !isThere(tool)

  describe.skipIf(missing).each(ofTool)(
    `$name${missing ? `: there is no ${tool}, or it is not Linux's` : ''}`,
    (recipe) => {
      let folder: string
      beforeAll(() => {
        folder = mkdtempSync(join(tmpdir(), 'certificates-'))
        for (const [name, text] of Object.entries(recipe.files ?? {})) writeFileSync(join(folder, name), text)
        for (const line of recipe.commands) {
          const [command = '', ...options] = line.split(' ')
          execFileSync(command, options, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
        }
      }, 60_000)
      afterAll(() => rmSync(folder, { recursive: true }))

      const read = (name: string): string => readFileSync(join(folder, name), 'utf8')

      test.each<[CertificateProfile | undefined, boolean]>([
        [undefined, true],
        ['strict', recipe.isStrict],
      ])('profile %s: %s', async (profile, isTaken) => {
        const verdict = await verifyServerCertificate({
          chain: recipe.chain.flatMap((name) => decodePem(read(name), 'CERTIFICATE')),
          serverName: 'device.test',
          anchors: parseTrustAnchors(read(recipe.anchor)),
          time: Date.now(),
          verifySignature: webCryptoVerify,
          ...(profile && { profile }),
        })
        expect(verdict.ok, verdict.ok ? '' : verdict.reason).toBe(isTaken)
      })
    },
  )
})
