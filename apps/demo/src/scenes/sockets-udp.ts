/** A scene of chrome.sockets: datagrams by events, a datagram that is too long, and a broadcast. */
import assert from 'node:assert/strict'
import type { UdpReceiveErrorInfo, UdpReceiveInfo, UdpSendInfo } from '@chrome-socket/api'
import { answer } from '../answer.ts'
import type { Scene } from './scene.ts'

export const socketsUdp: Scene = {
  title: 'chrome.sockets: UDP by events',
  async play({ chrome: { sockets }, servers, say }) {
    const { udp } = sockets
    const received = new Promise<UdpReceiveInfo>((resolve) => udp.onReceive.addListener(resolve))
    const failed = new Promise<UdpReceiveErrorInfo>((resolve) => udp.onReceiveError.addListener(resolve))
    const send = (length: number): Promise<UdpSendInfo> =>
      answer((done) => udp.send(socketId, new Uint8Array(length), '127.0.0.1', servers.udpEcho, done))

    const { socketId } = await udp.create({ bufferSize: 100 })
    assert.equal(await answer<number>((done) => udp.setMulticastTimeToLive(socketId, 2, done)), 0)
    assert.equal(await answer<number>((done) => udp.bind(socketId, '0.0.0.0', 0, done)), 0)
    await send(10)
    assert.equal((await received).data.byteLength, 10)

    say('An echo longer than bufferSize is lost, and the socket is paused:')
    await send(200)
    assert.equal((await failed).resultCode, -142)
    assert.ok((await udp.getInfo(socketId)).paused)

    say('Broadcasting must be turned on:')
    const broadcast = (): Promise<UdpSendInfo> =>
      answer((done) => udp.send(socketId, new Uint8Array(1), '127.255.255.255', servers.udpEcho, done))
    assert.equal((await broadcast()).resultCode, -10)
    assert.equal(await answer<number>((done) => udp.setBroadcast(socketId, true, done)), 0)
    assert.equal((await broadcast()).resultCode, 0)
    await udp.close(socketId)
  },
}
