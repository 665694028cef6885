/** A scene with datagrams: a bound socket sends to any address, a connected socket only to its peer. */
import assert from 'node:assert/strict'
import type { ReadInfo, RecvFromInfo, WriteInfo } from '@chrome-socket/api'
import { answer } from '../answer.ts'
import type { Scene } from './scene.ts'

export const udp: Scene = {
  title: 'UDP',
  async play({ chrome: { socket }, servers, say }) {
    const ping = new TextEncoder().encode('ping')

    const { socketId: bound } = await socket.create('udp')
    assert.equal(await answer<number>((done) => socket.bind(bound, '127.0.0.1', 0, done)), 0)
    await answer<WriteInfo>((done) => socket.sendTo(bound, ping, '127.0.0.1', servers.udpEcho, done))
    const { address, port } = await answer<RecvFromInfo>((done) => socket.recvFrom(bound, done))
    assert.deepEqual({ address, port }, { address: '127.0.0.1', port: servers.udpEcho })
    socket.destroy(bound)

    say('A connected socket uses connect, write and read:')
    const { socketId: connected } = await socket.create('udp')
    await answer<number>((done) => socket.connect(connected, '127.0.0.1', servers.udpEcho, done))
    await answer<WriteInfo>((done) => socket.write(connected, ping, done))
    const { resultCode } = await answer<ReadInfo>((done) => socket.read(connected, 1500, done))
    assert.equal(resultCode, ping.length)
    socket.destroy(connected)
  },
}
