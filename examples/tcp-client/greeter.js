// A server for the client: it answers the first line and ends the connection. It does not keep the process alive.
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Starts the server and returns its port. */
export async function startGreeter() {
  const server = createServer((connection) => {
    connection.once('data', (bytes) => connection.end(`You said: ${bytes.toString().trim()}\n`))
  })
  server.listen(0, '127.0.0.1').unref()
  await once(server, 'listening')
  return /** @type {import('node:net').AddressInfo} */ (server.address()).port
}
