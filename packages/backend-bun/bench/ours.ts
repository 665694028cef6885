/** Each measurement on this package's backend. */
import type { DatagramSocket, Endpoint, TcpStream } from '@chrome-socket/api'
import { bunBackend } from '../src/index.ts'
import { datagramBytes, datagramsOutstanding, hostname, pingBytes, smallBytes, writesPerTick } from './measurement.ts'
import type { Meter, Variant } from './measurement.ts'

const backend = bunBackend()

function ignore(): void {}

function connect(port: number): Promise<TcpStream> {
  return new Promise((resolve, reject) => {
    backend.connect({ address: hostname, port }, (result, stream) =>
      stream ? resolve(stream) : reject(new Error(`${result}`)),
    )
  })
}

function openDatagram(peer?: Endpoint): Promise<DatagramSocket> {
  const options = { multicastTtl: 1, multicastLoopback: true }
  return new Promise((resolve, reject) => {
    backend.openDatagram?.(
      peer === undefined ? { ...options, bind: { address: hostname, port: 0 } } : { ...options, connect: peer },
      (result, socket) => (socket ? resolve(socket) : reject(new Error(`${result}`))),
    )
  })
}

async function receive(port: number, max: number, meter: Meter): Promise<void> {
  const stream = await connect(port)
  const read = (result: number): void => {
    if (result <= 0) return
    meter.count(result)
    stream.read(max, read)
  }
  stream.read(max, read)
  await meter.over
  stream.close()
}

export const ours: Variant = {
  async pingPong({ echo }, meter) {
    const stream = await connect(echo)
    const read = (result: number): void => {
      if (result <= 0) return
      meter.count(1)
      stream.read(4096, read)
      stream.write(pingBytes, ignore)
    }
    stream.read(4096, read)
    stream.write(pingBytes, ignore)
    await meter.over
    stream.close()
  },
  receive64KiB: ({ source }, meter) => receive(source, 65_536, meter),
  receive1MiB: ({ source }, meter) => receive(source, 1_048_576, meter),
  async smallWrites({ sink }, meter) {
    const stream = await connect(sink)
    let outstanding = 0
    const written = (result: number): void => {
      if (result < 0) return
      meter.count(1)
      outstanding -= 1
      if (outstanding === 0 && !meter.isOver) setImmediate(tick)
    }
    const tick = (): void => {
      outstanding = writesPerTick
      for (let count = 0; count < writesPerTick; count += 1) stream.write(smallBytes, written)
    }
    tick()
    await meter.over
    stream.close()
  },
  async datagramEcho({ datagramEcho }, meter) {
    const socket = await openDatagram({ address: hostname, port: datagramEcho })
    const receive = (result: number, bytes: Uint8Array): void => {
      if (result < 0) return
      meter.count(1)
      socket.receive(4096, receive)
      socket.send(bytes, undefined, ignore)
    }
    socket.receive(4096, receive)
    for (let count = 0; count < datagramsOutstanding; count += 1) socket.send(datagramBytes, undefined, ignore)
    await meter.over
    socket.close()
  },
  async datagramSend({ datagramSink }, meter) {
    const socket = await openDatagram()
    const to = { address: hostname, port: datagramSink }
    let outstanding = 0
    const sent = (result: number): void => {
      if (result < 0) return
      meter.count(1)
      outstanding -= 1
      if (outstanding === 0 && !meter.isOver) setImmediate(tick)
    }
    const tick = (): void => {
      outstanding = writesPerTick
      for (let count = 0; count < writesPerTick; count += 1) socket.send(datagramBytes, to, sent)
    }
    tick()
    await meter.over
    socket.close()
  },
  async accept(_ports, meter, attract) {
    backend.listen?.({ address: hostname, port: 0 }, 511, (_result, listener) => {
      if (listener === undefined) return
      const accept = (result: number, stream?: TcpStream): void => {
        if (result < 0) return
        meter.count(1)
        listener.accept(accept)
        stream?.close()
      }
      listener.accept(accept)
      attract(listener.local.port)
      void meter.over.then(() => listener.close())
    })
    await meter.over
  },
  async idle({ sink }, count) {
    const streams: unknown[] = []
    await new Promise<void>((resolve) => {
      const to = { address: hostname, port: sink }
      const connected = (_result: number, stream?: TcpStream): void => {
        stream?.read(4096, ignore)
        streams.push(stream)
        if (streams.length === count) resolve()
        else backend.connect(to, connected)
      }
      backend.connect(to, connected)
    })
    return streams
  },
}
