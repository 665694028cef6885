// The tests of `examples/test-with-memory`, for Jest: two hosts on a network inside the process. `npm test` runs them.
import { createChrome, NetError } from '@chrome-socket/api'
import { MemoryNetwork, memoryBackend } from '@chrome-socket/backend-memory'
import { greet } from './greet.js'

const network = new MemoryNetwork()
const server = createChrome({ backend: memoryBackend({ network, hostname: 'server' }) })
const app = createChrome({ backend: memoryBackend({ network, hostname: 'app' }) })

beforeAll(async () => {
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
afterAll(() => Promise.all([server.close(), app.close()]))

test('greet returns the greeting', async () => {
  expect(await greet(app.socket, 'server', 7)).toBe('Welcome')
})

test('greet returns undefined when the port is closed', async () => {
  expect(await greet(app.socket, 'server', 8)).toBe(undefined)
})

test('greet returns undefined when the network is down', async () => {
  network.failNext('connect', NetError.ERR_INTERNET_DISCONNECTED)
  expect(await greet(app.socket, 'server', 7)).toBe(undefined)
})
