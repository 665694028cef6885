// `chrome.sockets` on the backend of this folder: a server that answers, and a client.
import { createChrome } from '@chrome-socket/api'
import { serverBackend } from './server-backend.js'

const chrome = createChrome({ backend: serverBackend() })
const { tcp, tcpServer } = chrome.sockets
const text = (data) => new TextDecoder().decode(data)

tcpServer.onAccept.addListener(({ clientSocketId }) => void tcp.setPaused(clientSocketId, false))
tcp.onReceive.addListener(({ socketId, data }) => {
  console.log(`socket ${socketId} received: ${text(data)}`)
  if (text(data) === 'ping') tcp.send(socketId, new TextEncoder().encode('pong'), () => {})
  else void chrome.close()
})

const { socketId: server } = await tcpServer.create()
tcpServer.listen(server, '127.0.0.1', 0, async () => {
  const { localPort } = await tcpServer.getInfo(server)
  const { socketId: client } = await tcp.create()
  tcp.connect(client, '127.0.0.1', localPort, () => tcp.send(client, new TextEncoder().encode('ping'), () => {}))
})
