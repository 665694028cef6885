// Two UDP sockets: one sends a datagram, the other answers it.
import { createChrome } from 'chrome-socket'

const chrome = createChrome()
const { socket } = chrome

const { socketId: server } = await socket.create('udp')
const { socketId: client } = await socket.create('udp')

socket.bind(server, '127.0.0.1', 0, async (bound) => {
  if (bound < 0) throw new Error(`bind: ${bound}`)
  const { localPort = 0 } = await socket.getInfo(server)

  socket.recvFrom(server, ({ resultCode, data, address, port }) => {
    if (resultCode < 0) throw new Error(`recvFrom: ${resultCode}`)
    console.log(`${resultCode} bytes from ${address}: ${text(data)}`)
    socket.sendTo(server, bytes('pong'), address, port, () => {})
  })

  // A socket must be bound before it sends, here to any address and a free port.
  socket.bind(client, '0.0.0.0', 0, () => {
    socket.sendTo(client, bytes('ping'), '127.0.0.1', localPort, ({ bytesWritten }) => {
      if (bytesWritten < 0) throw new Error(`sendTo: ${bytesWritten}`)
    })
    socket.recvFrom(client, ({ data }) => {
      console.log(`The answer: ${text(data)}`)
      void chrome.close()
    })
  })
})

function bytes(/** @type {string} */ of) {
  return new TextEncoder().encode(of)
}

function text(/** @type {ArrayBuffer} */ of) {
  return new TextDecoder().decode(of)
}
