/**
 * Compiles an app with the types of Chrome's own documentation (developer.chrome.com/docs/apps/reference/socket, as
 * archived). The app never runs.
 */
import { describe, expectTypeOf, it } from 'vitest'
import { createChrome } from '@chrome-socket/api'
import type { Chrome } from '@chrome-socket/api'

type Socket = Chrome['socket']
/** The parameters of a function's last overload. */
type CallbackOf<Name extends keyof Socket> = Socket[Name] extends (...args: never[]) => unknown
  ? Parameters<Socket[Name]>
  : never

/** The calls of the documentation's examples and of old apps. */
export function documentedApp(chrome: Chrome): void {
  const { socket, runtime } = chrome
  socket.create('tcp', {}, (createInfo) => {
    const id: number = createInfo.socketId
    socket.connect(id, 'example.org', 80, (result) => {
      const code: number = result
      if (code < 0) throw new Error(runtime.lastError?.message)
      socket.write(id, new ArrayBuffer(8), (writeInfo) => {
        const written: number = writeInfo.bytesWritten
        void written
      })
      socket.read(id, 1024, (readInfo) => {
        const { resultCode, data }: { resultCode: number; data: ArrayBuffer } = readInfo
        void [resultCode, data]
      })
      socket.read(id, (readInfo) => void readInfo.data)
      socket.read(id, null, (readInfo) => void readInfo.data)
      socket.read(id, undefined, (readInfo) => void readInfo.data)
    })
    socket.secure(id, { tlsVersion: { min: 'tls1.2', max: 'tls1.3' } }, (result) => void (result satisfies number))
    socket.secure(id, (result) => void (result satisfies number))
    socket.setKeepAlive(id, true, 5, (result) => void (result satisfies boolean))
    socket.setKeepAlive(id, true, (result) => void (result satisfies boolean))
    socket.setNoDelay(id, true, (result) => void (result satisfies boolean))
    socket.disconnect(id)
    socket.destroy(id)
  })
  socket.create('tcp', (createInfo) => {
    socket.listen(createInfo.socketId, '127.0.0.1', 0, 5, (result) => void (result satisfies number))
    socket.listen(createInfo.socketId, '127.0.0.1', 0, (result) => void (result satisfies number))
    socket.accept(createInfo.socketId, (acceptInfo) => {
      const { resultCode, socketId }: { resultCode: number; socketId?: number } = acceptInfo
      void [resultCode, socketId]
    })
  })
  socket.create('udp', null, ({ socketId }) => {
    socket.bind(socketId, '0.0.0.0', 0, (result) => void (result satisfies number))
    socket.sendTo(socketId, new ArrayBuffer(1), '127.0.0.1', 9, (writeInfo) => void writeInfo.bytesWritten)
    socket.recvFrom(socketId, (info) => {
      const {
        resultCode,
        data,
        address,
        port,
      }: { resultCode: number; data: ArrayBuffer; address: string; port: number } = info
      void [resultCode, data, address, port]
    })
    socket.joinGroup(socketId, '224.0.0.251', (result) => void (result satisfies number))
    socket.leaveGroup(socketId, '224.0.0.251', (result) => void (result satisfies number))
    socket.setMulticastTimeToLive(socketId, 1, (result) => void (result satisfies number))
    socket.setMulticastLoopbackMode(socketId, false, (result) => void (result satisfies number))
    socket.getJoinedGroups(socketId, (groups) => void (groups satisfies string[]))
    socket.getInfo(socketId, (info) => {
      const { socketType, connected }: { socketType: 'tcp' | 'udp'; connected: boolean } = info
      void [socketType, connected, info.peerAddress, info.peerPort, info.localAddress, info.localPort]
    })
  })
  socket.getNetworkList((interfaces) => {
    for (const { name, address, prefixLength } of interfaces) void [name, address, prefixLength]
  })
  void (async () => {
    const { socketId } = await socket.create(socket.SocketType.TCP)
    const info = await socket.getInfo(socketId)
    const list = await socket.getNetworkList()
    void [info.connected, list.length]
  })()
}

describe('types', () => {
  it('accept an app that uses the types of the documentation', () => {
    expectTypeOf(documentedApp).parameter(0).toEqualTypeOf<ReturnType<typeof createChrome>>()
    expectTypeOf<CallbackOf<'destroy'>>().toEqualTypeOf<[socketId: number]>()
  })
})
