/**
 * Trusted peers on a network inside the process, with promises around its callbacks.
 */
import { NetError, netErrorToString, readBytes } from '@chrome-socket/api/backend'
import { type MemoryBackend, type MemoryStream } from '@chrome-socket/backend-memory'
import type { RawDatagramSocket, RawPeer, RawStream } from '../../src/contract/index.ts'

export function memoryPeer(backend: MemoryBackend): RawPeer {
  return {
    async listen(address) {
      const listener = await opened<Parameters<Parameters<MemoryBackend['listen']>[2]>[1]>((done) => {
        backend.listen({ address, port: 0 }, 1000, done)
      })
      return {
        local: listener.local,
        accept: async () => rawStream(await opened((done) => listener.accept(done))),
        close: () => listener.close(),
      }
    },
    connect: async (to) => rawStream(await opened((done) => backend.connect(to, done))),
    async openDatagram(address) {
      const options = { bind: { address, port: 0 }, multicastTtl: 1, multicastLoopback: true }
      const socket = await opened<Parameters<Parameters<MemoryBackend['openDatagram']>[1]>[1]>((done) => {
        backend.openDatagram(options, done)
      })
      const raw: RawDatagramSocket = {
        local: socket.local,
        send: (bytes, to) => succeeds((done) => socket.send(bytes, to, done)),
        receive: () =>
          new Promise((resolve, reject) => {
            socket.receive(65_536, (result, data, from) => {
              if (result < 0) reject(new Error(netErrorToString(result)))
              else resolve({ bytes: new Uint8Array(data), from })
            })
          }),
        close: () => socket.close(),
      }
      return raw
    },
  }
}

function rawStream(stream: MemoryStream): RawStream {
  return {
    local: stream.local,
    peer: stream.peer,
    read: () =>
      new Promise((resolve, reject) => {
        readBytes(stream, 65_536, (result, bytes) => {
          if (result < 0) reject(new Error(netErrorToString(result)))
          else resolve(result === 0 ? undefined : bytes)
        })
      }),
    write: (bytes) => succeeds((done) => stream.write(bytes, done)),
    end: () => stream.end(),
    reset: () => stream.reset(),
    close: () => stream.close(),
  }
}

async function opened<Socket>(
  open: (done: (result: number, socket?: NonNullable<Socket>) => void) => void,
): Promise<NonNullable<Socket>> {
  return await new Promise((resolve, reject) => {
    open((result, socket) => {
      if (result !== NetError.OK || socket === undefined) reject(new Error(netErrorToString(result)))
      else resolve(socket)
    })
  })
}

async function succeeds(start: (done: (result: number) => void) => void): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    start((result) => {
      if (result < 0) reject(new Error(netErrorToString(result)))
      else resolve()
    })
  })
}
