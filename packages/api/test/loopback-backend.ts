/** A backend in which whatever is sent comes back, and connections come to the one listener. */
import { afterMicrotasks } from '../src/backend/index.ts'
import type { Backend, Completion, DatagramSocket, Endpoint, Reader, TcpStream } from '../src/backend/index.ts'

const here: Endpoint = { address: '127.0.0.1', port: 1000 }
const there: Endpoint = { address: '192.0.2.1', port: 80 }
const cancel = (): void => {}

class EchoStream implements TcpStream {
  readonly local: Endpoint = here
  readonly peer: Endpoint = there
  #received: number[] = []
  #pending: { max: number; reader: Reader } | undefined

  read(max: number, reader: Reader): void {
    this.#pending = { max, reader }
    this.#deliver()
  }

  write(bytes: Uint8Array, complete: Completion): void {
    for (const byte of bytes.subarray(0, 100)) this.#received.push(byte)
    const { byteLength } = bytes
    afterMicrotasks(() => complete(byteLength))
    this.#deliver()
  }

  #deliver(): void {
    if (this.#pending === undefined || this.#received.length === 0) return
    const { max, reader } = this.#pending
    this.#pending = undefined
    const data = Uint8Array.from(this.#received.splice(0, max))
    afterMicrotasks(() => reader.completeRead(data.byteLength, data.buffer))
  }

  setNoDelay(): boolean {
    return true
  }

  setKeepAlive(): boolean {
    return true
  }

  close(): void {}
}

function echoDatagrams(peer: Endpoint | undefined): DatagramSocket {
  const ok = (_group: string, complete: Completion): void => afterMicrotasks(() => complete(0))
  let receive: Parameters<DatagramSocket['receive']>[1] | undefined
  return {
    local: here,
    ...(peer && { peer }),
    receive(_max, complete) {
      receive = complete
    },
    send(bytes, to, complete) {
      const data = new Uint8Array(bytes)
      afterMicrotasks(() => complete(data.byteLength))
      afterMicrotasks(() => receive?.(data.byteLength, data.buffer, to ?? here))
    },
    joinGroup: ok,
    leaveGroup: ok,
    close() {},
  }
}

export function loopbackBackend(): Backend {
  let accept: ((stream: TcpStream) => void) | undefined
  return {
    name: 'loopback',
    resolve(_hostname, _family, complete) {
      afterMicrotasks(() => complete(0, ['127.0.0.1']))
      return cancel
    },
    connect(_to, complete) {
      afterMicrotasks(() => {
        complete(0, new EchoStream())
        afterMicrotasks(() => accept?.(new EchoStream()))
      })
      return cancel
    },
    listen(at, _backlog, complete) {
      const listener = {
        local: at,
        accept: (accepted: (result: number, stream?: TcpStream) => void) => {
          accept = (stream) => accepted(0, stream)
        },
        close() {},
      }
      afterMicrotasks(() => complete(0, listener))
      return cancel
    },
    openDatagram({ connect }, complete) {
      afterMicrotasks(() => complete(0, echoDatagrams(connect)))
      return cancel
    },
    networkInterfaces(complete) {
      afterMicrotasks(() => complete(0, [{ name: 'lo', address: '192.0.2.1', prefixLength: 24 }]))
    },
  }
}
