/** A scene with a server and its client in one app: listen, accept, and the end of a connection. */
import assert from 'node:assert/strict'
import type { AcceptInfo, ReadInfo, WriteInfo } from '@chrome-socket/api'
import { answer } from '../answer.ts'
import type { Scene } from './scene.ts'

export const tcpServer: Scene = {
  title: 'TCP server, with promises made of the callbacks',
  async play({ chrome: { socket }, say }) {
    const { socketId: listener } = await socket.create('tcp')
    await answer<number>((done) => socket.listen(listener, '127.0.0.1', 0, done))
    const { localPort = 0 } = await socket.getInfo(listener)

    say('The server waits for a client, and a client connects:')
    const accepted = answer<AcceptInfo>((done) => socket.accept(listener, done))
    const { socketId: client } = await socket.create('tcp')
    await answer<number>((done) => socket.connect(client, '127.0.0.1', localPort, done))
    const { resultCode, socketId: connection = 0 } = await accepted
    assert.equal(resultCode, 0)

    assert.ok(await answer<boolean>((done) => socket.setNoDelay(connection, true, done)))
    assert.ok(await answer<boolean>((done) => socket.setKeepAlive(connection, true, 60, done)))

    await answer<WriteInfo>((done) => socket.write(connection, new TextEncoder().encode('Welcome.'), done))
    const { data } = await answer<ReadInfo>((done) => socket.read(client, done))
    assert.equal(new TextDecoder().decode(data), 'Welcome.')

    say('The server closes the connection, and the client reads 0:')
    socket.destroy(connection)
    const end = await answer<ReadInfo>((done) => socket.read(client, done))
    assert.equal(end.resultCode, 0)
    socket.destroy(client)
    socket.destroy(listener)
  },
}
