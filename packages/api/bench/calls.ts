/**
 * Measures the cost of a call above its backend: `node --conditions=@chrome-socket/source bench/calls.ts <operation>`, or `bun`.
 * The backend here does nothing and completes at once, so what is left is the API's own CPU time, which is steady on a busy
 * machine, too. Each operation is done again in the callback of the last one; prints the median of its nanoseconds.
 */
import { createChrome } from '@chrome-socket/api'
import { afterMicrotasks, asEvent } from '@chrome-socket/api/backend'
import type { Backend, DatagramSocket, Endpoint, NetResult, Reader, TcpStream } from '@chrome-socket/api/backend'

const here: Endpoint = { address: '127.0.0.1', port: 1000 }
const there: Endpoint = { address: '127.0.0.1', port: 2000 }
const received = new Uint8Array(64)
const sent = new Uint8Array(64)

class IdleStream implements TcpStream {
  readonly local: Endpoint = here
  readonly peer: Endpoint = there
  reader: Reader | undefined
  #writeDone: ((result: NetResult) => void) | undefined
  #written = 0

  read(_max: number, reader: Reader): void {
    this.reader = reader
  }

  write(bytes: Uint8Array, done: (result: NetResult) => void): void {
    this.#written = bytes.byteLength
    this.#writeDone = done
    afterMicrotasks(this.#completeWrite)
  }

  readonly #completeWrite = (): void => this.#writeDone?.(this.#written)

  setNoDelay(): boolean {
    return true
  }

  setKeepAlive(): boolean {
    return true
  }

  close(): void {}
}

class IdleDatagrams implements DatagramSocket {
  readonly local: Endpoint = here
  receiveDone: Parameters<DatagramSocket['receive']>[1] | undefined

  receive(_max: number, done: Parameters<DatagramSocket['receive']>[1]): void {
    this.receiveDone = done
  }

  send(bytes: Uint8Array, _to: Endpoint | undefined, done: (result: NetResult) => void): void {
    afterMicrotasks(() => done(bytes.byteLength))
  }

  joinGroup(): void {}

  leaveGroup(): void {}

  close(): void {}
}

const stream = new IdleStream()
const datagrams = new IdleDatagrams()
const cancel = (): void => {}
const backend: Backend = {
  name: 'idle',
  resolve: () => cancel,
  connect(_to, done) {
    afterMicrotasks(() => done(0, stream))
    return cancel
  },
  openDatagram(_options, done) {
    afterMicrotasks(() => done(0, datagrams))
    return cancel
  },
}

const { socket } = createChrome({ backend })
const { socketId: tcp } = await socket.create('tcp')
const { socketId: udp } = await socket.create('udp')
await new Promise((resolve) => socket.connect(tcp, there.address, there.port, resolve))
await new Promise((resolve) => socket.bind(udp, here.address, 0, resolve))

let operations = 0

/** The number of events that follow each other in one task. The cost of a task is not measured. */
const eventsInTask = 500

function eventsFollowEachOther(event: () => void): void {
  const handle = asEvent(event)
  const task = (): void => {
    for (let count = 0; count < eventsInTask; count += 1) handle()
    operations += eventsInTask
    setImmediate(task)
  }
  task()
}

const ignore = (): void => {}

const starts: Readonly<Record<string, () => void>> = {
  'read of what arrives': () => {
    const onRead = (): void => socket.read(tcp, 65_536, onRead)
    onRead()
    eventsFollowEachOther(() => stream.reader?.completeRead(64, received.buffer))
  },
  'recvFrom of what arrives': () => {
    const onReceived = (): void => socket.recvFrom(udp, 65_536, onReceived)
    onReceived()
    eventsFollowEachOther(() => datagrams.receiveDone?.(64, received.buffer, there))
  },
  'read, answered by a write': () => {
    const onRead = (): void => {
      socket.write(tcp, sent, ignore)
      socket.read(tcp, 65_536, onRead)
    }
    onRead()
    eventsFollowEachOther(() => stream.reader?.completeRead(64, received.buffer))
  },
  'recvFrom, answered by a sendTo': () => {
    const onReceived = (): void => {
      socket.sendTo(udp, sent, there.address, there.port, ignore)
      socket.recvFrom(udp, 65_536, onReceived)
    }
    onReceived()
    eventsFollowEachOther(() => datagrams.receiveDone?.(64, received.buffer, there))
  },
  write: () => {
    const onWritten = (): void => {
      operations += 1
      socket.write(tcp, sent, onWritten)
    }
    onWritten()
  },
  'write of 32 together': () => {
    let left = 1
    const onWritten = (): void => {
      left -= 1
      if (left > 0) return
      left = 32
      operations += left
      for (let count = 0; count < left; count += 1) socket.write(tcp, sent, onWritten)
    }
    onWritten()
  },
  sendTo: () => {
    const onSent = (): void => {
      operations += 1
      socket.sendTo(udp, sent, there.address, there.port, onSent)
    }
    onSent()
  },
}

const sliceMilliseconds = 50
const slices = 40

async function nanosecondsOfSlice(): Promise<number> {
  const [before, cpu] = [operations, process.cpuUsage()]
  await new Promise((resolve) => setTimeout(resolve, sliceMilliseconds))
  const { user, system } = process.cpuUsage(cpu)
  return ((user + system) * 1000) / (operations - before)
}

const name = process.argv[2]
const start = starts[name ?? '']
if (start === undefined) {
  console.log(`One of: ${Object.keys(starts).join(' | ')}`)
} else {
  start()
  for (let warm = 0; warm < slices / 4; warm += 1) await nanosecondsOfSlice()
  const measured: number[] = []
  while (measured.length < slices) measured.push(await nanosecondsOfSlice())
  const median = measured.sort((a, b) => a - b)[slices / 2] ?? Number.NaN
  console.log(`${name}: ${median.toFixed(0)} ns`)
}
process.exit()
