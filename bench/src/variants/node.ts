/**
 * The variant with raw node:net, node:dgram and node:tls, with 'data' listeners.
 * Source: https://nodejs.org/docs/latest-v20.x/api/net.html, …/dgram.html, …/tls.html
 */
import dgram from 'node:dgram'
import { once } from 'node:events'
import net from 'node:net'
import tls from 'node:tls'
import type { Connection, Datagrams, Listener, Sockets } from '../sockets.ts'
import type { Open, Target } from '../task.ts'
import { openWith } from '../tasks/tasks.ts'

export class NodeConnection implements Connection {
  readonly socket: net.Socket

  constructor(socket: net.Socket) {
    this.socket = socket
  }

  receive(_size: number, received: (length: number) => void): void {
    this.socket.on('data', (bytes) => received(bytes.byteLength))
  }

  write(bytes: Uint8Array): void {
    this.socket.write(bytes)
  }

  writeInTurn(bytes: Uint8Array, written: () => boolean): void {
    const { socket } = this
    const onWritten = (): void => {
      if (written()) socket.write(bytes, onWritten)
    }
    socket.write(bytes, onWritten)
  }

  writeTogether(bytes: Uint8Array, count: number, written: () => boolean): void {
    const { socket } = this
    let answered = 0
    const writeAll = (): void => {
      answered = 0
      for (let i = 0; i < count; i += 1) socket.write(bytes, onWritten)
    }
    const onWritten = (): void => {
      answered += 1
      if (answered === count && written()) writeAll()
    }
    writeAll()
  }

  close(): void {
    this.socket.removeAllListeners('data')
    this.socket.destroy()
  }
}

/** The context of an authority, made once, and the last session of its server, as Node's https agent keeps them. */
interface TlsClient {
  readonly secureContext: tls.SecureContext
  session: Buffer | undefined
}

const tlsClients = new Map<string, TlsClient>()

function tlsClientFor(ca: string): TlsClient {
  let client = tlsClients.get(ca)
  if (client === undefined)
    tlsClients.set(ca, (client = { secureContext: tls.createSecureContext({ ca }), session: undefined }))
  return client
}

/** Connects with TCP_NODELAY, as Chromium does, and secures the connection if the target has an authority. */
export async function connect(target: Target): Promise<net.Socket> {
  const { host, port, ca } = target
  const socket = net.connect({ host, port, noDelay: true })
  await once(socket, 'connect')
  if (ca === undefined) return socket
  const client = tlsClientFor(ca)
  const session = target.resume ? client.session : undefined
  const secured = tls.connect({ socket, host, secureContext: client.secureContext, ...(session && { session }) })
  if (target.resume) {
    // In TLS 1.3 a session comes after the handshake, with the first received bytes.
    secured.on('session', (bytes: Buffer) => {
      client.session = bytes
    })
  }
  await once(secured, 'secureConnect')
  return secured
}

class NodeListener implements Listener {
  readonly port: number
  readonly #server: net.Server

  constructor(server: net.Server) {
    this.#server = server
    this.port = (server.address() as net.AddressInfo).port
  }

  close(): void {
    this.#server.close()
  }
}

class NodeDatagrams implements Datagrams {
  readonly port: number
  readonly #socket: dgram.Socket
  readonly #target: Target

  constructor(socket: dgram.Socket, target: Target) {
    this.#socket = socket
    this.#target = target
    this.port = socket.address().port
  }

  receive(received: () => void): void {
    this.#socket.on('message', received)
  }

  send(bytes: Uint8Array): void {
    this.#socket.send(bytes, this.#target.port, this.#target.host)
  }

  sendTogether(bytes: Uint8Array, count: number, sent: () => boolean): void {
    const socket = this.#socket
    const { port, host } = this.#target
    let answered = 0
    const sendAll = (): void => {
      answered = 0
      for (let i = 0; i < count; i += 1) socket.send(bytes, port, host, onSent)
    }
    const onSent = (): void => {
      answered += 1
      if (answered === count && sent()) sendAll()
    }
    sendAll()
  }

  close(): void {
    this.#socket.close()
  }
}

const neverConnected = new net.Socket()

const sockets: Sockets = {
  connect: async (target) => new NodeConnection(await connect(target)),

  /** Listens. The connections have the keepalive of Chromium's sockets. */
  async listen(accepted) {
    const options = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 45_000 }
    const server = net.createServer(options, (socket) => accepted(new NodeConnection(socket)))
    server.listen({ host: '127.0.0.1', port: 0, backlog: 512 })
    await once(server, 'listening')
    return new NodeListener(server)
  },

  async bind(target) {
    const socket = dgram.createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return new NodeDatagrams(socket, target)
  },

  /** Calls `write` with a number, which Node refuses with a TypeError. */
  callWrongly() {
    neverConnected.write(4096 as unknown as string)
  },
}

export const open: Open = openWith(() => sockets)
