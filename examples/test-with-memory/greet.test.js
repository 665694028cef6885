// Tests that open no port: two hosts on a network inside the process, and a failure on demand. `npm test` runs them.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createChrome, NetError } from '@chrome-socket/api'
import { MemoryNetwork, memoryBackend } from '@chrome-socket/backend-memory'
import { greet } from './greet.js'

const network = new MemoryNetwork()
const server = createChrome({ backend: memoryBackend({ network, hostname: 'server' }) })
const app = createChrome({ backend: memoryBackend({ network, hostname: 'app' }) })

before(async () => {
  const { socketId } = await server.socket.create('tcp')
  await new Promise((resolve) => server.socket.listen(socketId, '0.0.0.0', 7, resolve))
  const acceptNext = () => {
    server.socket.accept(socketId, ({ socketId: connection }) => {
      if (connection === undefined) return
      server.socket.write(connection, new TextEncoder().encode('Welcome'), () => {})
      acceptNext()
    })
  }
  acceptNext()
})
after(() => Promise.all([server.close(), app.close()]))

test('greet returns the greeting', async () => {
  assert.equal(await greet(app.socket, 'server', 7), 'Welcome')
})

test('greet returns undefined when the port is closed', async () => {
  assert.equal(await greet(app.socket, 'server', 8), undefined)
})

test('greet returns undefined when the network is down', async () => {
  network.failNext('connect', NetError.ERR_INTERNET_DISCONNECTED)
  assert.equal(await greet(app.socket, 'server', 7), undefined)
})
