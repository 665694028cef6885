/** The scene `http` over TLS. It differs only by the call of `secure` between connect and the first write. */
import assert from 'node:assert/strict'
import type { WriteInfo } from '@chrome-socket/api'
import { answer } from '../answer.ts'
import { readToEnd } from '../read-to-end.ts'
import type { Scene } from './scene.ts'

export const https: Scene = {
  title: 'HTTPS',
  async play({ chrome: { socket }, servers }) {
    const { socketId } = await socket.create('tcp')
    await answer<number>((done) => socket.connect(socketId, '127.0.0.1', servers.https, done))
    const result = await answer<number>((done) => socket.secure(socketId, { tlsVersion: { min: 'tls1.2' } }, done))
    assert.equal(result, 0)

    const request = 'GET /secret HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
    await answer<WriteInfo>((done) => socket.write(socketId, new TextEncoder().encode(request), done))

    let response = ''
    const decoder = new TextDecoder()
    await readToEnd(socket, socketId, (data) => {
      response += decoder.decode(data, { stream: true })
    })
    assert.match(response, /This is \/secret of localhost/)
    socket.destroy(socketId)
  },
}
