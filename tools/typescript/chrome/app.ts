// The code of an extension, with @types/chrome.
/// <reference types="chrome" />
import '@chrome-socket/api/global'
import '@chrome-socket/api/global-sockets'

chrome.socket.create('udp', {}, ({ socketId }) => {
  chrome.socket.bind(socketId, '127.0.0.1', 0, (result) => {
    if (result < 0) console.error(chrome.runtime.lastError?.message)
    void chrome.storage.local.set({ result })
  })
})
// @ts-expect-error: a port is a number
chrome.socket.bind(1, '127.0.0.1', '7', () => {})
chrome.sockets.udp.onReceive.addListener(({ data, remotePort }) => void [data.byteLength, remotePort + 1])
