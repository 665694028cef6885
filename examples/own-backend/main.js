// `chrome.socket` on your own transport: see backend.js.
import { createChrome } from '@chrome-socket/api'
import { echoBackend } from './backend.js'

const chrome = createChrome({ backend: echoBackend() })
const { socket } = chrome
const { socketId } = await socket.create('tcp')

socket.connect(socketId, 'anything.example', 7, (connected) => {
  console.log(`connect: ${connected}`)
  socket.write(socketId, new TextEncoder().encode('Is anybody there?'), ({ bytesWritten }) => {
    console.log(`write: ${bytesWritten}`)
    socket.read(socketId, ({ data }) => {
      console.log(`read: ${new TextDecoder().decode(data)}`)
      void chrome.close()
    })
  })
})
