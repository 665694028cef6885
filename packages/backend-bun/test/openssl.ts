/** Certificates and servers by OpenSSL, which is independent of Bun's TLS. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Endpoint } from '@chrome-socket/api/backend'

export const hasOpenssl: boolean = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

export interface CertificateRequest {
  /** The lines of the extension section of OpenSSL's configuration. */
  readonly extensions?: readonly string[]
  /** The name of the issuer's certificate. The default is the root. `self` means signed with its own key. */
  readonly issuer?: string
  readonly digest?: string
  /** The start of the validity, as YYYYMMDDHHMMSSZ. */
  readonly from?: string
  readonly to?: string
}

/** A root and its certificates, in a folder that exists until `close`. */
export class Authority {
  readonly #folder = mkdtempSync(join(tmpdir(), 'backend-bun-'))

  constructor() {
    writeFileSync(this.#path('index.txt'), '')
    writeFileSync(this.#path('serial'), '1000')
    const config = [
      '[ca]\ndefault_ca = authority\n[authority]\nunique_subject = no\npolicy = policy',
      `new_certs_dir = ${this.#folder}\ndatabase = ${this.#path('index.txt')}\nserial = ${this.#path('serial')}`,
      '[policy]\ncommonName = supplied\n[req]\ndistinguished_name = name\n[name]\n',
    ]
    writeFileSync(this.#path('config'), config.join('\n'))
    this.#run('ecparam -name prime256v1 -genkey -noout -out root.key')
    this.#run('ecparam -name prime256v1 -genkey -noout -out leaf.key')
    this.#run(
      'req -x509 -config config -key root.key -subj /CN=root -days 30 -out root.pem',
      '-addext basicConstraints=critical,CA:true -addext keyUsage=critical,keyCertSign',
    )
  }

  get root(): string {
    return this.pem('root.pem')
  }

  pem(file: string): string {
    return readFileSync(this.#path(file), 'utf8')
  }

  /**
   * Makes `<name>.pem`. The subject is CN=localhost, or the name itself if it begins with `ca-`. All certificates except the
   * root have the same key, `leaf.key`.
   */
  issue(name: string, request: CertificateRequest): void {
    const { extensions = ['subjectAltName=DNS:localhost,IP:127.0.0.1'], issuer = 'root', digest = 'sha256' } = request
    const from = request.from ?? '20200101000000Z'
    const to = request.to ?? '20491231000000Z'
    writeFileSync(this.#path('extensions'), extensions.join('\n'))
    const subject = name.startsWith('ca-') ? name : 'localhost'
    const keys: Readonly<Record<string, string>> = {
      root: '-cert root.pem -keyfile root.key',
      self: '-selfsign -keyfile leaf.key',
    }
    this.#run(`req -new -config config -key leaf.key -subj /CN=${subject} -out request.csr`)
    this.#run(
      `ca -batch -notext -config config -md ${digest} -startdate ${from} -enddate ${to} -extfile extensions`,
      `${keys[issuer] ?? `-cert ${issuer}.pem -keyfile leaf.key`} -in request.csr -out ${name}.pem`,
    )
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

  #run(...commands: string[]): void {
    execFileSync('openssl', commands.join(' ').split(' '), { cwd: this.#folder, stdio: ['ignore', 'ignore', 'pipe'] })
  }
}

export interface Server {
  readonly endpoint: Endpoint
  /** Stops the process until `goOn`. */
  stop(): void
  goOn(): void
  close(): void
}
