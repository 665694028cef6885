// A server and a client in one app, with chrome.sockets. This successor of chrome.socket delivers received bytes by events.
import { createChrome } from 'chrome-socket'

const chrome = createChrome()
const { tcp, tcpServer } = chrome.sockets

// An accepted connection is paused, so that an app can add its listeners first.
tcpServer.onAccept.addListener(({ clientSocketId }) => tcp.setPaused(clientSocketId, false))

let client = 0

// One listener gets the events of every TCP socket of the app.
tcp.onReceive.addListener(({ socketId, data }) => {
  const text = new TextDecoder().decode(data)
  if (socketId === client) {
    console.log(`The client hears: ${text}`)
    return void chrome.close()
  }
  console.log(`The server hears: ${text}`)
  tcp.send(socketId, new TextEncoder().encode(text.toUpperCase()), () => {})
})

tcp.onReceiveError.addListener(({ resultCode }) => {
  // -100 means that the other side has ended the connection.
  if (resultCode !== -100) console.error(`receive: ${resultCode}`)
})

tcpServer.create({}, ({ socketId: server }) => {
  tcpServer.listen(server, '127.0.0.1', 0, (listening) => {
    if (listening < 0) throw new Error(`listen: ${listening}`)
    tcpServer.getInfo(server, ({ localPort = 0 }) => {
      tcp.create({ name: 'client' }, ({ socketId }) => {
        client = socketId
        tcp.connect(socketId, '127.0.0.1', localPort, (connected) => {
          if (connected < 0) throw new Error(`connect: ${connected}`)
          tcp.send(socketId, new TextEncoder().encode('Is anybody there?'), () => {})
        })
      })
    })
  })
})
