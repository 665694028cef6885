/**
 * A search for leaks of connections: `bun --conditions @chrome-socket/source bench/leak.ts [count]`.
 * It opens and closes `count` connections in different ways, and prints memory and descriptors before, between and after.
 */
import { readBytes } from '@chrome-socket/api/backend'
import { readdirSync } from 'node:fs'
import type { TcpListener, TcpStream } from '@chrome-socket/api/backend'
import { bunBackend } from '../src/index.ts'

const total = Number(process.argv[2] ?? 100_000)
const atOnce = 50
const backend = bunBackend()

function listen(): Promise<TcpListener> {
  return new Promise((resolve, reject) => {
    backend.listen?.({ address: '127.0.0.1', port: 0 }, 511, (result, listener) =>
      listener ? resolve(listener) : reject(new Error(`${result}`)),
    )
  })
}

function accept(listener: TcpListener): Promise<TcpStream> {
  return new Promise((resolve, reject) => {
    listener.accept((result, stream) => (stream ? resolve(stream) : reject(new Error(`${result}`))))
  })
}

function connect(listener: TcpListener): Promise<TcpStream> {
  return new Promise((resolve, reject) => {
    backend.connect(listener.local, (result, stream) => (stream ? resolve(stream) : reject(new Error(`${result}`))))
  })
}

function read(stream: TcpStream, max: number): Promise<number> {
  return new Promise((resolve) => {
    readBytes(stream, max, resolve)
  })
}

function write(stream: TcpStream, bytes: Uint8Array): Promise<number> {
  return new Promise((resolve) => {
    stream.write(bytes, resolve)
  })
}

const some = new Uint8Array(3000)
const much = new Uint8Array(8_000_000)

/** The ways in which a connection can be used and closed. */
const lives: ((client: TcpStream, server: TcpStream) => Promise<unknown>)[] = [
  // The connection is not used.
  async () => {},
  // The client sends, and the server sees its end.
  async (client, server) => {
    await Promise.all([write(client, some), read(server, 4096)])
    client.close()
    await read(server, 4096)
  },
  // The connection is closed with unread data, a pending read and pending writes.
  async (client, server) => {
    await write(client, some)
    await read(server, 100)
    void read(client, 1)
    void write(server, some)
    void write(server, some)
  },
  // The server closes while it is paused and the client's write is blocked. The client gets a reset.
  async (client, server) => {
    await write(client, some)
    const blocked = write(client, much)
    await read(server, 100)
    server.close()
    await blocked
    await read(client, 1)
  },
]

const listener = await listen()
const refusing = await listen()
refusing.close()

async function one(index: number): Promise<void> {
  if (index % 50 === 0) {
    await connect(refusing).catch(() => {})
    return
  }
  if (index % 50 === 1) {
    backend.connect(listener.local, () => {})()
    ;(await accept(listener)).close()
    return
  }
  const accepting = accept(listener)
  const client = await connect(listener)
  const server = await accepting
  await lives[index % lives.length]?.(client, server)
  client.close()
  server.close()
}

function mebibytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1)
}

function report(done: number): void {
  const { Bun } = globalThis as unknown as { Bun: { gc(force: boolean): void } }
  for (let round = 0; round < 3; round += 1) Bun.gc(true)
  const { rss, heapUsed } = process.memoryUsage()
  const descriptors = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : Number.NaN
  console.log(
    `${done} connections: ${mebibytes(rss)} MiB, of it heap ${mebibytes(heapUsed)}, ${descriptors} descriptors`,
  )
}

report(0)
for (let done = 0; done < total; done += atOnce) {
  // The connections are made one after the other, so that each accept gets its own client.
  for (let index = done; index < done + atOnce; index += 1) await one(index)
  if ((done + atOnce) % (total / 10) === 0) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    report(done + atOnce)
  }
}
listener.close()
process.exit(0)
