/** A program that `deno.test.ts` runs in Deno. It reads an answer over TLS slower than it arrives, and prints its length. */
import { nodeBackend, nodeTls } from '../src/index.ts'
import process from 'node:process'

const [port, length, ca] = process.argv.slice(2)

const connected = await new Promise((resolve) => {
  nodeBackend().connect({ address: '127.0.0.1', port: Number(port) }, (_result, stream) => resolve(stream))
})
const secured = await new Promise((resolve) => {
  nodeTls({ ca }).secure(connected, { serverName: 'localhost' }, (_result, stream) => resolve(stream))
})
const read = () =>
  new Promise((resolve) => secured.read(16_384, { completeRead: (result) => setTimeout(resolve, 1, result) }))

await new Promise((resolve) => secured.write(new TextEncoder().encode(length), resolve))
let total = 0
let result = await read()
for (; result > 0; result = await read()) total += result
console.log(JSON.stringify({ total, result }))
process.exit()
