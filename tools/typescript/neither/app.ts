// The code of an app that has only our types of Chrome.
import '@chrome-socket/api/global'
import '@chrome-socket/api/global-sockets'
import '@chrome-socket/api/global-runtime'

chrome.socket.create('tcp', {}, ({ socketId }) => {
  chrome.socket.connect(socketId, '127.0.0.1', 7, (result) => {
    const code: number = result
    const message: string | undefined = chrome.runtime.lastError?.message
    void [code, message]
  })
})
// @ts-expect-error: a port is a number
chrome.socket.connect(1, '127.0.0.1', '7', () => {})
// @ts-expect-error: nothing declares chrome.storage
void chrome.storage
chrome.sockets.udp.onReceive.addListener(({ data, remotePort }) => void [data.byteLength, remotePort + 1])
