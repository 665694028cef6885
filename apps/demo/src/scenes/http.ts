/** A scene that fetches a web page over TCP (RFC 9112). */
import assert from 'node:assert/strict'
import type { WriteInfo } from '@chrome-socket/api'
import { answer } from '../answer.ts'
import { readToEnd } from '../read-to-end.ts'
import type { Scene } from './scene.ts'

export const http: Scene = {
  title: 'HTTP',
  async play({ chrome: { socket }, servers }) {
    const { socketId } = await socket.create('tcp')
    await answer<number>((done) => socket.connect(socketId, '127.0.0.1', servers.http, done))

    const request = 'GET /page HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
    await answer<WriteInfo>((done) => socket.write(socketId, new TextEncoder().encode(request), done))

    let response = ''
    const decoder = new TextDecoder()
    await readToEnd(socket, socketId, (data) => {
      response += decoder.decode(data, { stream: true })
    })
    assert.match(response, /^HTTP\/1.1 200 OK/)
    assert.match(response, /This is \/page of localhost/)
    socket.destroy(socketId)
  },
}
