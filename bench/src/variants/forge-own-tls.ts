/**
 * The variant with forge's own TLS over node:net: TLS 1.1 with AES-128-CBC, in JavaScript. It resumes no sessions.
 * Source: https://github.com/digitalbazaar/forge#tls
 */
import { once } from 'node:events'
import net from 'node:net'
import forge from 'node-forge'
import type { Connection } from '../sockets.ts'
import type { Open, Target } from '../task.ts'
import { openWith } from '../tasks/tasks.ts'

class ForgeConnection implements Connection {
  readonly #socket: net.Socket
  readonly #tls: forge.tls.Connection
  received: ((length: number) => void) | undefined

  constructor(socket: net.Socket, tls: forge.tls.Connection) {
    this.#socket = socket
    this.#tls = tls
  }

  receive(_size: number, received: (length: number) => void): void {
    this.received = received
  }

  write(bytes: Uint8Array): void {
    this.#tls.prepare(Buffer.from(bytes).toString('binary'))
  }

  /** Writes again and again. forge needs no callback, because the socket has its records when the call returns. */
  writeInTurn(bytes: Uint8Array, written: () => boolean): void {
    const text = Buffer.from(bytes).toString('binary')
    const loop = (): void => {
      this.#tls.prepare(text)
      if (!written()) return
      if (this.#socket.writableNeedDrain) this.#socket.once('drain', loop)
      else setImmediate(loop)
    }
    loop()
  }

  writeTogether(bytes: Uint8Array, count: number, written: () => boolean): void {
    let prepared = 0
    this.writeInTurn(bytes, () => {
      prepared += 1
      return prepared % count !== 0 || written()
    })
  }

  close(): void {
    this.received = undefined
    this.#socket.removeAllListeners('data')
    this.#socket.destroy()
  }
}

async function connect(target: Target): Promise<Connection> {
  const socket = net.connect({ host: target.host, port: target.oldTlsPort ?? 0, noDelay: true })
  await once(socket, 'connect')
  return new Promise((resolve, reject) => {
    const tls = forge.tls.createConnection({
      server: false,
      caStore: [target.ca ?? ''],
      cipherSuites: [forge.tls.CipherSuites['TLS_RSA_WITH_AES_128_CBC_SHA']],
      virtualHost: 'localhost',
      verify: (_tls: unknown, verified: unknown) => verified as true,
      connected: () => resolve(connection),
      tlsDataReady: (tls: forge.tls.Connection) => socket.write(Buffer.from(tls.tlsData.getBytes(), 'binary')),
      dataReady: (tls: forge.tls.Connection) => connection.received?.(tls.data.getBytes().length),
      closed: () => {},
      error: (_tls: forge.tls.Connection, error: forge.tls.TLSError) => reject(new Error(error.message)),
    } as unknown as Parameters<typeof forge.tls.createConnection>[0])
    const connection = new ForgeConnection(socket, tls)
    socket.on('data', (bytes) => tls.process(bytes.toString('binary')))
    socket.on('error', reject)
    tls.handshake()
  })
}

export const open: Open = openWith(() => ({ connect }))
