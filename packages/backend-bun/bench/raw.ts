/** Each measurement on bare Bun sockets, as their documentation shows them. */
import { bunRuntime } from '../src/bun-types.ts'
import type { BunSocket, BunSocketHandlers } from '../src/bun-types.ts'
import { datagramBytes, datagramsOutstanding, hostname, pingBytes, smallBytes, writesPerTick } from './measurement.ts'
import type { Variant } from './measurement.ts'

const bun = bunRuntime()

const quiet: BunSocketHandlers<undefined> = {
  binaryType: 'arraybuffer',
  open() {},
  data() {},
  drain() {},
  end: (socket) => socket.end(),
  close() {},
  error() {},
}

function connect(port: number, handlers: Partial<BunSocketHandlers<undefined>>): Promise<BunSocket<undefined>> {
  return bun.connect({ hostname, port, allowHalfOpen: false, data: undefined, socket: { ...quiet, ...handlers } })
}

const receive: Variant['receive64KiB'] = async ({ source }, meter) => {
  const socket = await connect(source, {
    data(_socket, bytes) {
      meter.count(bytes.byteLength)
    },
  })
  await meter.over
  socket.terminate()
}

export const raw: Variant = {
  async pingPong({ echo }, meter) {
    const socket = await connect(echo, {
      data(to) {
        meter.count(1)
        to.write(pingBytes)
      },
    })
    socket.write(pingBytes)
    await meter.over
    socket.terminate()
  },
  receive64KiB: receive,
  receive1MiB: receive,
  async smallWrites({ sink }, meter) {
    let blocked = false
    const tick = (): void => {
      if (meter.isOver) return
      for (let count = 0; count < writesPerTick; count += 1) {
        if (socket.write(smallBytes) < smallBytes.length) {
          blocked = true
          return
        }
        meter.count(1)
      }
      setImmediate(tick)
    }
    const socket = await connect(sink, {
      drain() {
        if (!blocked) return
        blocked = false
        tick()
      },
    })
    tick()
    await meter.over
    socket.terminate()
  },
  async datagramEcho({ datagramEcho }, meter) {
    const socket = await bun.udpSocket({
      hostname,
      port: 0,
      connect: { hostname, port: datagramEcho },
      binaryType: 'arraybuffer',
      socket: {
        data(to, bytes) {
          meter.count(1)
          to.send(new Uint8Array(bytes))
        },
        drain() {},
        error() {},
      },
    })
    for (let count = 0; count < datagramsOutstanding; count += 1) socket.send(datagramBytes)
    await meter.over
    socket.close()
  },
  async datagramSend({ datagramSink }, meter) {
    const socket = await bun.udpSocket({
      hostname,
      port: 0,
      binaryType: 'arraybuffer',
      socket: { data() {}, drain() {}, error() {} },
    })
    const tick = (): void => {
      if (meter.isOver) return
      for (let count = 0; count < writesPerTick; count += 1) {
        if (socket.send(datagramBytes, datagramSink, hostname)) meter.count(1)
      }
      setImmediate(tick)
    }
    tick()
    await meter.over
    socket.close()
  },
  async accept(_ports, meter, attract) {
    const listener = bun.listen({
      hostname,
      port: 0,
      allowHalfOpen: false,
      data: undefined,
      socket: {
        ...quiet,
        open(socket) {
          meter.count(1)
          socket.end()
        },
      },
    })
    attract(listener.port)
    await meter.over
    listener.stop(true)
  },
  async idle({ sink }, count) {
    const sockets: unknown[] = []
    for (let index = 0; index < count; index += 1) sockets.push(await connect(sink, {}))
    return sockets
  },
}
