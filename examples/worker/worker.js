// An app in a worker thread. Threads share no sockets. It sends a datagram to itself and reports the number of received
// bytes.
import { parentPort } from 'node:worker_threads'
import { createChrome } from 'chrome-socket'

const chrome = createChrome()
const { socket } = chrome
const { socketId } = await socket.create('udp')

socket.bind(socketId, '127.0.0.1', 0, async () => {
  const { localPort = 0 } = await socket.getInfo(socketId)
  socket.sendTo(socketId, new Uint8Array(1000), '127.0.0.1', localPort, () => {})
  socket.recvFrom(socketId, ({ resultCode }) => {
    parentPort?.postMessage(resultCode)
    // The thread ends once no socket is open.
    void chrome.close()
  })
})
