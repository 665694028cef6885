/**
 * A program that `flags.test.ts` runs in a separate process. It does every operation over TCP, UDP and TLS, and prints the
 * results. With the argument `no-crypto` it deletes the global `crypto`. With `replaced-globals` it replaces globals by
 * functions that throw, after everything is loaded, and leaves TLS out.
 */
import { once } from 'node:events'
import net from 'node:net'

if (process.argv.includes('no-crypto')) delete globalThis.crypto

const { createChrome } = await import('@chrome-socket/api')
const { nodeBackend, nodeTls } = await import('@chrome-socket/backend-node')
const { nodeTlsServers } = await import('@chrome-socket/conformance/contract/node-tls-servers')

const bytes = new Uint8Array(200_000)
const { argv, exit } = process
const servers = nodeTlsServers()
const tlsListener = await servers.listen({ certificate: 'good' })
const echo = net.createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1')
await once(echo, 'listening')

const chrome = createChrome({ backend: nodeBackend(), tls: nodeTls({ ca: servers.authority }) })
const { socket } = chrome
if (argv.includes('replaced-globals')) replaceGlobals()
const call = (name, ...given) => new Promise((resolve) => socket[name](...given, resolve))

/** Replaces the globals that polyfills and old libraries replace. This script does not use them afterwards. */
function replaceGlobals() {
  const names = [
    'URL',
    'Buffer',
    'Set',
    'Map',
    'WeakMap',
    'Uint8Array',
    'ArrayBuffer',
    'DataView',
    'TextDecoder',
    'TextEncoder',
  ]
  const functions = ['setTimeout', 'clearTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']
  for (const name of [...names, ...functions]) {
    globalThis[name] = function replaced() {
      throw new Error(`the app's ${name} was used`)
    }
  }
  for (const [holder, name] of [
    [Array, 'from'],
    [Object, 'entries'],
    [Object, 'fromEntries'],
    [Object, 'values'],
    [Date, 'now'],
  ]) {
    holder[name] = () => {
      throw new Error(`the app's ${name} was used`)
    }
  }
  Object.defineProperty(globalThis, 'process', { value: {} })
}

const results = {}
const { socketId: client } = await socket.create('tcp')
results.connect = await call('connect', client, '127.0.0.1', echo.address().port)
results.write = (await call('write', client, bytes)).bytesWritten
results.read = (await call('read', client, 10)).resultCode
const { socketId: listening } = await socket.create('tcp')
results.listen = await call('listen', listening, '127.0.0.1', 0)
const { socketId: datagrams } = await socket.create('udp')
results.bind = await call('bind', datagrams, '127.0.0.1', 0)
const { localPort } = await socket.getInfo(datagrams)
results.sendTo = (await call('sendTo', datagrams, bytes.subarray(0, 3), '127.0.0.1', localPort)).bytesWritten
results.recvFrom = (await call('recvFrom', datagrams)).resultCode
if (!argv.includes('replaced-globals')) {
  const { socketId: secured } = await socket.create('tcp')
  results.connectTls = await call('connect', secured, '127.0.0.1', tlsListener.local.port)
  results.secure = await call('secure', secured)
}
await chrome.close()
console.log(JSON.stringify(results))
exit()
