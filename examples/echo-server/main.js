// A TCP server that sends back every byte, on any number of connections.
//
//   npm start            listens on 127.0.0.1:7007; try `nc 127.0.0.1 7007`
//   npm start -- 7000    listens on another port
import process from 'node:process'
import { createChrome } from 'chrome-socket'

const port = Number(process.argv[2] ?? 7007)

const chrome = createChrome()
const { socket, runtime } = chrome
const { socketId: listener } = await socket.create('tcp')

socket.listen(listener, '127.0.0.1', port, (result) => {
  if (result < 0) {
    console.error(`listen: ${result} ${runtime.lastError?.message}`)
    process.exitCode = 1
    return void chrome.close()
  }
  socket.getInfo(listener, ({ localAddress, localPort }) => console.log(`echo on ${localAddress}:${localPort}`))
  acceptNext()
})

function acceptNext() {
  socket.accept(listener, ({ resultCode, socketId }) => {
    if (resultCode < 0 || socketId === undefined) return
    echo(socketId)
    acceptNext()
  })
}

/** Reads again only after the last bytes are written. So a slow client slows only its own connection. */
function echo(/** @type {number} */ socketId) {
  socket.read(socketId, 65_536, ({ resultCode, data }) => {
    if (resultCode <= 0) return socket.destroy(socketId)
    socket.write(socketId, data, ({ bytesWritten }) => {
      if (bytesWritten < 0) return socket.destroy(socketId)
      echo(socketId)
    })
  })
}

process.once('SIGINT', () => void chrome.close())
process.once('SIGTERM', () => void chrome.close())
