/** A scene with an echo client in the style of 2014: it uses callbacks only. */
import assert from 'node:assert/strict'
import type { Scene } from './scene.ts'

export const tcpClient: Scene = {
  title: 'TCP client, in callbacks',
  play: ({ chrome, servers }) =>
    new Promise((resolve) => {
      chrome.socket.create('tcp', {}, ({ socketId }) => {
        chrome.socket.connect(socketId, '127.0.0.1', servers.tcpEcho, (result) => {
          assert.equal(result, 0, chrome.runtime.lastError?.message)

          chrome.socket.getInfo(socketId, (info) => {
            assert.equal(info.peerPort, servers.tcpEcho)

            const hello = new TextEncoder().encode('Hello, echo')
            chrome.socket.write(socketId, hello.buffer, ({ bytesWritten }) => {
              assert.equal(bytesWritten, hello.length)

              chrome.socket.read(socketId, null, ({ resultCode, data }) => {
                assert.equal(resultCode, hello.length)
                assert.equal(new TextDecoder().decode(data), 'Hello, echo')

                chrome.socket.disconnect(socketId)
                chrome.socket.destroy(socketId)
                resolve()
              })
            })
          })
        })
      })
    }),
}
