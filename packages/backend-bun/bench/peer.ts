/**
 * The other side of what is measured, in a process of its own: bare Bun sockets, the same for every variant.
 * `bun peer.ts` prints its ports; a line `connect <port>` on its standard input makes it connect there again and again.
 */
import { createInterface } from 'node:readline'
import { bunRuntime } from '../src/bun-types.ts'
import type { BunSocket, BunSocketHandlers } from '../src/bun-types.ts'

const bun = bunRuntime()
const block = new Uint8Array(1_048_576)

const quiet: BunSocketHandlers<undefined> = {
  binaryType: 'arraybuffer',
  data() {},
  drain() {},
  end: (socket) => socket.end(),
  close() {},
  error() {},
}

function listen(handlers: Partial<BunSocketHandlers<undefined>>): number {
  const socket = { ...quiet, ...handlers }
  return bun.listen({ hostname: '127.0.0.1', port: 0, allowHalfOpen: false, data: undefined, socket }).port
}

function pour(socket: BunSocket<undefined>): void {
  while (socket.write(block) === block.length);
}

/** It answers together what has come together, so as not to be what is waited for. */
const answers: (Uint8Array | number | string)[] = []
const datagrams = await bun.udpSocket({
  hostname: '127.0.0.1',
  port: 0,
  binaryType: 'arraybuffer',
  socket: {
    data(socket, bytes, port, address) {
      if (answers.length === 0) setImmediate(() => socket.sendMany(answers.splice(0)))
      answers.push(new Uint8Array(bytes), port, address)
    },
    drain() {},
    error() {},
  },
})
const datagramSink = await bun.udpSocket({
  hostname: '127.0.0.1',
  port: 0,
  binaryType: 'arraybuffer',
  socket: { data() {}, drain() {}, error() {} },
})

export interface Ports {
  readonly echo: number
  readonly source: number
  readonly sink: number
  readonly datagramEcho: number
  readonly datagramSink: number
}

const ports: Ports = {
  echo: listen({ data: (socket, bytes) => void socket.write(new Uint8Array(bytes)) }),
  source: listen({ open: pour, drain: pour }),
  sink: listen({}),
  datagramEcho: datagrams.address.port,
  datagramSink: datagramSink.address.port,
}
console.log(JSON.stringify(ports))

/** Connects anew as soon as the other side has closed. */
function connectTo(port: number): void {
  const again = (): void => connectTo(port)
  const socket = { ...quiet, open: () => {}, close: again, connectError() {} }
  bun.connect({ hostname: '127.0.0.1', port, allowHalfOpen: false, data: undefined, socket }).catch(() => {})
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const [, port] = line.split(' ')
  for (let count = 0; count < 16; count += 1) connectTo(Number(port))
})
