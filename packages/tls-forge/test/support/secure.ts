/**
 * Runs `forgeTls` against servers of `node:tls` in this process, with promises for completions.
 */
import { readBytes } from '@chrome-socket/api/backend'
import net, { isIPv4 } from 'node:net'
import tls from 'node:tls'
import { onTestFinished } from 'vitest'
import type { ByteStream, TlsOptions } from '@chrome-socket/api/backend'
import { forgeTls } from '../../src/forge-tls.ts'
import type { ForgeTlsOptions, TlsFailure } from '../../src/options.ts'
import type { SecureConnection } from '@chrome-socket/x509'
import {
  authority,
  alternativeNames,
  dnsName,
  ipAddress,
  issue,
  keyUsage,
  makeKey,
  type Authority,
} from '@chrome-socket/x509/issuing'
import { pem } from '@chrome-socket/x509/issuing'
import { connect } from './net-stream.ts'

const day = 86_400_000
const validity = { notBefore: Date.now() - day, notAfter: Date.now() + day }
export const root: Authority = authority('Test', validity)
export const ca: string = pem(root.certificate)
/** An authority with an RSA key, because forge reads only certificates that are signed by RSA. */
export const rsaRoot: Authority = authority('Test of old', { ...validity, key: makeKey('rsa2048') })
export const rsaCa: string = pem(rsaRoot.certificate)

export interface Identity {
  readonly cert: string
  readonly key: string
  readonly spki: Uint8Array
}

export function identity(
  kind: Parameters<typeof makeKey>[0] = 'p256',
  name = 'localhost',
  by: Authority = root,
): Identity {
  const key = makeKey(kind)
  const generalName = isIPv4(name) ? ipAddress(...name.split('.').map(Number)) : dnsName(name)
  const extensions = [alternativeNames(generalName), keyUsage(0, 2)]
  const der = issue({ subject: name, issuer: by.subject, signer: by.key, key, extensions, ...validity })
  return { cert: pem(der), key: key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), spki: key.spki }
}

export const serverIdentity: Identity = identity()

export const echo = (socket: tls.TLSSocket): void => void socket.pipe(socket)

/** Starts a server that listens until the current test ends, and returns its port. */
export async function serve(
  onSocket: (socket: tls.TLSSocket) => void,
  options: tls.TlsOptions = {},
  onKeyLog: (line: Buffer) => void = () => {},
): Promise<number> {
  const server = tls.createServer({ ...serverIdentity, ...options }, (socket) => {
    socket.on('error', () => {})
    onSocket(socket)
  })
  server.on('tlsClientError', () => {})
  server.on('keylog', onKeyLog)
  const sockets = new Set<net.Socket>()
  server.on('connection', (socket: net.Socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as net.AddressInfo).port
}

export interface Secured {
  readonly result: number
  readonly stream: ByteStream | undefined
  readonly connection: SecureConnection | undefined
  readonly failure: TlsFailure | undefined
}

/** Makes a client for one or several connections that records the callbacks it gets. */
export function client(options: ForgeTlsOptions = {}): (port: number, tls?: Partial<TlsOptions>) => Promise<Secured> {
  let connection: SecureConnection | undefined
  let failure: TlsFailure | undefined
  const provider = forgeTls({
    ca,
    onSecure: (found) => (connection = found),
    onFailure: (found) => (failure = found),
    ...options,
  })
  return async (port, tlsOptions) => {
    connection = undefined
    failure = undefined
    const inner = await connect(port)
    return new Promise((resolve) => {
      provider.secure(inner, { serverName: 'localhost', ...tlsOptions }, (result, stream) =>
        resolve({ result, stream, connection, failure }),
      )
    })
  }
}

export function read(
  stream: ByteStream | undefined,
  max = 65_536,
): Promise<readonly [number, Uint8Array<ArrayBuffer>]> {
  return new Promise((resolve) => {
    if (stream === undefined) throw new Error('there is no stream')
    readBytes(stream, max, (result, bytes) => resolve([result, bytes]))
  })
}

export function write(stream: ByteStream | undefined, bytes: Uint8Array | string): Promise<number> {
  const content = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
  return new Promise((resolve) => {
    if (stream === undefined) throw new Error('there is no stream')
    stream.write(content, resolve)
  })
}

export async function readAll(stream: ByteStream | undefined): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for (;;) {
    const [result, bytes] = await read(stream)
    if (result <= 0) return Buffer.concat(parts)
    parts.push(bytes)
  }
}
