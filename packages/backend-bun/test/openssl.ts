/** Servers by OpenSSL, which is independent of Bun's TLS, and the certificates that they show. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Endpoint } from '@chrome-socket/api/backend'
import {
  alternativeNames,
  authority,
  dnsName,
  ipAddress,
  issue,
  keyPem,
  makeKey,
  pem,
} from '@chrome-socket/x509/issuing'
import type { Der } from '@chrome-socket/x509/issuing'

export const hasOpenssl: boolean = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

export interface CertificateRequest {
  /** The extensions. By default there is one, with the names `localhost` and 127.0.0.1. */
  readonly extensions?: readonly Der[]
  /** The issuer. The default is the root. `self` means signed with its own key. */
  readonly issuer?: 'self' | 'intermediate'
  /** The signature algorithm, by its name in `@chrome-socket/x509/issuing`. */
  readonly algorithm?: string
  readonly notBefore?: number
  readonly notAfter?: number
}

/** A root and its certificates, in a folder that exists until `close`. */
export class Authority {
  readonly #folder = mkdtempSync(join(tmpdir(), 'backend-bun-'))
  readonly #root = authority('root')
  readonly #intermediate = authority('intermediate', { parent: this.#root })
  readonly #leafKey = makeKey()

  constructor() {
    writeFileSync(this.#path('root.pem'), this.root)
    writeFileSync(this.#path('leaf.key'), keyPem(this.#leafKey))
  }

  /** The root's certificate, in PEM. */
  get root(): string {
    return pem(this.#root.certificate)
  }

  pem(file: string): string {
    return readFileSync(this.#path(file), 'utf8')
  }

  /** Makes `<name>.pem`. All have the same key, `leaf.key`. */
  issue(name: string, request: CertificateRequest): void {
    const { issuer, ...fields } = request
    const self = { subject: 'localhost', key: this.#leafKey }
    const by = issuer === 'self' ? self : issuer === 'intermediate' ? this.#intermediate : this.#root
    const certificate = issue({
      subject: 'localhost',
      issuer: by.subject,
      signer: by.key,
      key: this.#leafKey,
      extensions: [alternativeNames(dnsName('localhost'), ipAddress(127, 0, 0, 1))],
      ...fields,
    })
    writeFileSync(this.#path(`${name}.pem`), pem(certificate))
  }

  /** Starts `openssl s_server`, which sends each line back reversed. */
  async serve(certificate: string, options: readonly string[] = []): Promise<Server> {
    return this.#start(certificate, ['-rev', ...options], () => {})
  }

  /** Starts `openssl s_server`, and passes the bytes that it receives to `received`, among other text. */
  async collect(certificate: string, received: (bytes: Uint8Array) => void): Promise<Server> {
    return this.#start(certificate, [], received)
  }

  async #start(
    certificate: string,
    options: readonly string[],
    received: (bytes: Uint8Array) => void,
  ): Promise<Server> {
    const process = spawn(
      'openssl',
      ['s_server', '-accept', '127.0.0.1:0', '-cert', `${certificate}.pem`, '-key', 'leaf.key', ...options],
      { cwd: this.#folder, stdio: ['pipe', 'pipe', 'ignore'] },
    )
    process.stdout.on('data', received)
    const port = await new Promise<number>((resolve, reject) => {
      let output = ''
      process.stdout.on('data', (text: Buffer) => {
        output += text.toString()
        const found = /ACCEPT [^\n]*:(\d+)\n/.exec(output)
        if (found) resolve(Number(found[1]))
      })
      process.once('exit', () => reject(new Error(`openssl s_server: ${output}`)))
    })
    return {
      endpoint: { address: '127.0.0.1', port },
      stop: () => process.kill('SIGSTOP'),
      goOn: () => process.kill('SIGCONT'),
      close: () => process.kill('SIGKILL'),
    }
  }

  close(): void {
    rmSync(this.#folder, { recursive: true })
  }

  #path(file: string): string {
    return join(this.#folder, file)
  }
}

export interface Server {
  readonly endpoint: Endpoint
  /** Stops the process until `goOn`. */
  stop(): void
  goOn(): void
  close(): void
}
