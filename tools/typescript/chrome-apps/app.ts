// The code of a packaged app, with @types/chrome-apps.
/// <reference types="chrome-apps" />
import '@chrome-socket/api/global'

chrome.app.runtime.onLaunched.addListener(() => {
  chrome.socket.create('tcp', {}, ({ socketId }) => {
    chrome.socket.read(socketId, ({ data }) => {
      const bytes: ArrayBuffer = data
      if (chrome.runtime.lastError) console.error(chrome.runtime.lastError.message, bytes)
    })
  })
})
chrome.sockets.tcp.create({}, ({ socketId }) => chrome.sockets.tcp.close(socketId))
// @ts-expect-error: a port is a number
chrome.socket.connect(1, '127.0.0.1', '7', () => {})
