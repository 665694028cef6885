/** A scene of chrome.sockets: a TCP server and a client that use events. */
import assert from 'node:assert/strict'
import type { TcpReceiveInfo, TcpSendInfo } from '@chrome-socket/api'
import { answer } from '../answer.ts'
import type { Scene } from './scene.ts'

const text = (data: ArrayBuffer): string => new TextDecoder().decode(data)

export const socketsTcp: Scene = {
  title: 'chrome.sockets: TCP by events',
  async play({ chrome: { sockets }, say }) {
    const { tcp, tcpServer } = sockets
    const received = new Promise<TcpReceiveInfo>((resolve) => tcp.onReceive.addListener(resolve))
    const ended = new Promise((resolve) => tcp.onReceiveError.addListener(resolve))
    const accepted = new Promise<number>((resolve) =>
      tcpServer.onAccept.addListener(({ clientSocketId }) => resolve(clientSocketId)),
    )

    const { socketId: server } = await tcpServer.create({ name: 'welcome' })
    assert.equal(await answer<number>((done) => tcpServer.listen(server, '127.0.0.1', 0, done)), 0)
    const { localPort = 0 } = await tcpServer.getInfo(server)

    say('The client receives by itself, at most 64 KiB at a time:')
    const { socketId: client } = await tcp.create({ bufferSize: 65_536 })
    await answer<number>((done) => tcp.connect(client, 'localhost', localPort, 'ipv4', done))
    await answer<number>((done) => tcp.setNoDelay(client, true, done))
    await answer<number>((done) => tcp.setKeepAlive(client, true, 60, done))

    say('The accepted socket belongs to tcp and is paused:')
    const connection = await accepted
    assert.ok((await tcp.getInfo(connection)).paused)
    await tcp.update(connection, { name: 'a guest' })
    const { bytesSent } = await answer<TcpSendInfo>((done) =>
      tcp.send(connection, new TextEncoder().encode('Welcome.'), done),
    )
    assert.equal(bytesSent, 8)
    assert.equal(text((await received).data), 'Welcome.')

    await tcp.setPaused(connection, false)
    await tcp.disconnect(client)
    await ended
    assert.equal((await tcp.getSockets()).length, 2)
    await tcp.close(client)
    await tcp.close(connection)
    await tcpServer.setPaused(server, true)
    await tcpServer.disconnect(server)
    await tcpServer.close(server)
  },
}
