/** Run by `without-permission.test.ts` in Deno: asks for what it has no permission for, and prints the results. */
import { nodeBackend } from '../src/index.ts'

const backend = nodeBackend()
const at = { address: '127.0.0.1', port: 9 }
const multicast = { multicastTtl: 1, multicastLoopback: true }
const results = await Promise.all([
  new Promise((resolve) => backend.connect(at, resolve)),
  new Promise((resolve) => backend.openDatagram({ bind: { ...at, port: 0 }, ...multicast }, resolve)),
])
console.log(JSON.stringify(results))
