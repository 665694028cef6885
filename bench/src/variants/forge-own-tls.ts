/**
 * forge's own tls over node:net: TLS 1.1 with AES-128-CBC, all in JavaScript.
 * Source: https://github.com/digitalbazaar/forge#tls
 */
import { once } from 'node:events'
import net from 'node:net'
import forge from 'node-forge'
import type { Activity, Stopwatch, Target, Tasks } from '../task.ts'

interface Connection {
  readonly socket: net.Socket
  readonly tls: forge.tls.Connection
  /** Called with the number of bytes that came. */
  onData: (length: number) => void
}

async function connected(target: Target): Promise<Connection> {
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
      dataReady: (tls: forge.tls.Connection) => connection.onData(tls.data.getBytes().length),
      closed: () => {},
      error: (_tls: forge.tls.Connection, error: forge.tls.TLSError) => reject(new Error(error.message)),
    } as unknown as Parameters<typeof forge.tls.createConnection>[0])
    const connection: Connection = { socket, tls, onData: () => {} }
    socket.on('data', (bytes) => tls.process(bytes.toString('binary')))
    socket.on('error', reject)
    tls.handshake()
  })
}

function receive(target: Target): Activity | undefined {
  if (target.oldTlsPort === undefined) return undefined
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    const connection = await connected(target)
    stopwatch.start()
    return new Promise((resolve) => {
      let bytes = 0
      connection.onData = (length) => {
        bytes += length
        if (!stopwatch.isOver()) return
        connection.onData = () => {}
        connection.socket.removeAllListeners('data')
        connection.socket.destroy()
        resolve(bytes)
      }
    })
  }
  return { run, close: () => {} }
}

async function send(target: Target): Promise<Activity | undefined> {
  if (target.oldTlsPort === undefined) return undefined
  const { socket, tls } = await connected(target)
  const message = '\0'.repeat(target.size)
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    let bytes = 0
    while (!stopwatch.isOver()) {
      tls.prepare(message)
      bytes += target.size
      if (socket.writableNeedDrain) await once(socket, 'drain')
    }
    return bytes
  }
  return { run, close: () => socket.destroy() }
}

function handshake(target: Target): Activity | undefined {
  if (target.oldTlsPort === undefined || target.resume) return undefined
  const run = async (stopwatch: Stopwatch): Promise<number> => {
    let operations = 0
    stopwatch.start()
    while (!stopwatch.isOver()) {
      const { socket } = await connected(target)
      socket.removeAllListeners('data')
      socket.destroy()
      operations += 1
    }
    return operations
  }
  return { run, close: () => {} }
}

export const tasks: Tasks = { receive, send, handshake }
