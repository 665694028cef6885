/**
 * OpenSSL as a server of TLS 1.2 that asks for another handshake: its s_server does so at an `R` on its input.
 * Source: https://docs.openssl.org/3.0/man1/openssl-s_server/#connected-commands
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { authority, pem, server, serverKey } from '@chrome-socket/x509/issuing'

export const hasOpenssl: boolean = (() => {
  try {
    return execFileSync('openssl', ['version'], { stdio: 'pipe' }).length > 0
  } catch {
    return false
  }
})()

export interface RenegotiatingServer {
  readonly authority: string
  readonly port: number
  /** Sends a line to the client. */
  say(line: string): void
  askAgain(): void
  close(): Promise<void>
  /** The output of OpenSSL. */
  readonly output: () => string
}

export async function startRenegotiatingServer(): Promise<RenegotiatingServer> {
  const root = authority('Authority of a server that renegotiates')
  const folder = mkdtempSync(join(tmpdir(), 'renegotiation-'))
  const file = join(folder, 'server.pem')
  writeFileSync(
    file,
    `${pem(server(root))}${serverKey().privateKey.export({ type: 'pkcs8', format: 'pem' }) as string}`,
  )
  const child = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', '-cert', file, '-tls1_2'])
  let output = ''
  const onOutput = (text: Buffer): void => {
    output += text.toString()
  }
  child.stdout.on('data', onOutput)
  child.stderr.on('data', onOutput)
  child.stdin.on('error', () => {})
  const accepts = /ACCEPT [^\n]*:(\d+)\n/
  while (!accepts.test(output)) await new Promise((resolve) => child.stdout.once('data', resolve))
  return {
    authority: pem(root.certificate),
    port: Number(accepts.exec(output)?.[1]),
    output: () => output,
    say: (line) => child.stdin.write(`${line}\n`),
    askAgain: () => child.stdin.write('R\n'),
    async close() {
      const closed = new Promise((resolve) => child.once('close', resolve))
      child.kill()
      await closed
      rmSync(folder, { recursive: true })
    },
  }
}
