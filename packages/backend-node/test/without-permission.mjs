/**
 * A program that `permission.test.ts` runs in Deno and Node. It does every operation that needs a permission, and prints the
 * results.
 */
import { nodeBackend } from '../src/index.ts'

const backend = nodeBackend()
const at = { address: '127.0.0.1', port: 9 }
const multicast = { multicastTtl: 1, multicastLoopback: true }
const results = {
  connect: await new Promise((resolve) => backend.connect(at, resolve)),
  listen: await new Promise((resolve) => backend.listen({ ...at, port: 0 }, 10, resolve)),
  bind: await new Promise((resolve) => backend.openDatagram({ bind: { ...at, port: 0 }, ...multicast }, resolve)),
  connectDatagrams: await new Promise((resolve) => backend.openDatagram({ connect: at, ...multicast }, resolve)),
  resolve: await new Promise((resolve) => backend.resolve('localhost', 'any', resolve)),
  networkInterfaces: await new Promise((resolve) => backend.networkInterfaces(resolve)),
}
console.log(JSON.stringify(results))
