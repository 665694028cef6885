/** A scene of chrome.sockets: TLS on a connection that is paused from the start, as `secure` requires. */
import assert from 'node:assert/strict'
import type { TcpSendInfo } from '@chrome-socket/api'
import { answer } from '../answer.ts'
import type { Scene } from './scene.ts'

export const socketsStartTls: Scene = {
  title: 'chrome.sockets: TLS',
  async play({ chrome: { sockets }, servers, say }) {
    const { tcp } = sockets
    let page = ''
    const decoder = new TextDecoder()
    tcp.onReceive.addListener(({ data }) => (page += decoder.decode(data, { stream: true })))
    const ended = new Promise((resolve) => tcp.onReceiveError.addListener(resolve))

    const { socketId } = await tcp.create()
    say('The socket must not receive plain text, so it is paused before it connects:')
    await tcp.setPaused(socketId, true)
    await answer<number>((done) => tcp.connect(socketId, '127.0.0.1', servers.https, done))
    assert.equal(await answer<number>((done) => tcp.secure(socketId, { tlsVersion: { min: 'tls1.2' } }, done)), 0)
    await tcp.setPaused(socketId, false)
    const request = new TextEncoder().encode('GET /secret HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    await answer<TcpSendInfo>((done) => tcp.send(socketId, request, done))
    await ended
    assert.match(page, /^HTTP\/1\.1 200/)
    await tcp.close(socketId)
  },
}
