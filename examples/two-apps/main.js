// Two apps in one process, each with its own manifest. They share no sockets, ids or errors, and each can only do what its
// manifest permits.
import { readFileSync } from 'node:fs'
import { createChrome } from 'chrome-socket'

const server = createChrome(manifest('server'))
const client = createChrome(manifest('client'))

const { socketId: listener } = await server.socket.create('tcp')
server.socket.listen(listener, '127.0.0.1', 0, async (listening) => {
  console.log(`The server listens: ${listening}`)
  const { localPort = 0 } = await server.socket.getInfo(listener)
  server.socket.accept(listener, ({ socketId }) => {
    if (socketId !== undefined) server.socket.destroy(socketId)
  })

  const { socketId } = await client.socket.create('tcp')
  client.socket.connect(socketId, '127.0.0.1', localPort, (connected) => {
    console.log(`The client connects: ${connected}`)
    client.socket.listen(socketId, '127.0.0.1', 0, (refused) => {
      console.log(`The client listens: ${refused}, ${client.runtime.lastError?.message}`)
      void client.close()
      void server.close()
    })
  })
})

/** Reads the permissions from the manifest, as Chrome would. */
function manifest(/** @type {string} */ name) {
  const { permissions } = JSON.parse(readFileSync(new URL(`${name}.manifest.json`, import.meta.url), 'utf8'))
  return { permissions }
}
