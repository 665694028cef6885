/**
 * A program that `unreachable.test.ts` runs in a separate network. It connects to the addresses in its arguments over each
 * transport, and prints the results.
 */
import { nodeBackend, nodeBackendOver } from '../dist/node-backend.js'
import { socketTransport } from '../dist/sockets/socket-transport.js'

const connect = (backend, address) =>
  new Promise((resolve) => backend.connect({ address, port: 9 }, (result) => resolve(result)))

const results = await Promise.all(
  process.argv
    .slice(2)
    .map((address) =>
      Promise.all([nodeBackend(), nodeBackendOver(socketTransport)].map((backend) => connect(backend, address))),
    ),
)
console.log(JSON.stringify(results))
