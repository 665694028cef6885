/** A scene in which a socket joins a group and sends a datagram to it. */
import assert from 'node:assert/strict'
import type { RecvFromInfo, WriteInfo } from '@chrome-socket/api'
import { answer } from '../answer.ts'
import type { Scene } from './scene.ts'

/** A group address for use within an organisation (RFC 2365). */
const group = '239.255.73.21'

export const multicast: Scene = {
  title: 'Multicast',
  async play({ chrome: { socket }, skip }) {
    const { socketId } = await socket.create('udp')
    await answer<number>((done) => socket.setMulticastTimeToLive(socketId, 1, done))
    await answer<number>((done) => socket.setMulticastLoopbackMode(socketId, true, done))
    await answer<number>((done) => socket.bind(socketId, '0.0.0.0', 0, done))
    const { localPort = 0 } = await socket.getInfo(socketId)

    const joined = await answer<number>((done) => socket.joinGroup(socketId, group, done))
    if (joined !== 0 && (await socket.getNetworkList()).length === 0) skip('this host is on no network')
    assert.equal(joined, 0)
    assert.deepEqual(await answer<string[]>((done) => socket.getJoinedGroups(socketId, done)), [group])
    const received = answer<RecvFromInfo>((done) => socket.recvFrom(socketId, done))
    await answer<WriteInfo>((done) =>
      socket.sendTo(socketId, new TextEncoder().encode('To all'), group, localPort, done),
    )
    assert.equal(new TextDecoder().decode((await received).data), 'To all')
    assert.equal(await answer<number>((done) => socket.leaveGroup(socketId, group, done)), 0)
    socket.destroy(socketId)
  },
}
