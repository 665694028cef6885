// HTTPS by hand: a TCP connection that `secure` turns into TLS, with the server's certificate verified.
//
//   npm start                                      fetches https://example.com/
//   npm start -- https://localhost:8443/ ca.pem    trusts only this authority
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { createChrome } from '@chrome-socket/api'
import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'

const [target = 'https://example.com/', authority] = process.argv.slice(2)
const url = new URL(target)

const tls = nodeTls(authority === undefined ? {} : { ca: readFileSync(authority, 'utf8') })
const chrome = createChrome({ backend: nodeBackend(), tls })
const { socket, runtime } = chrome
const { socketId } = await socket.create('tcp')

socket.connect(socketId, url.hostname, Number(url.port || 443), (connected) => {
  if (connected < 0) return fail('connect', connected)
  // The certificate must be valid for the name that `connect` got.
  socket.secure(socketId, { tlsVersion: { min: 'tls1.2' } }, (secured) => {
    if (secured < 0) return fail('secure', secured)
    const request = `GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: close\r\n\r\n`
    socket.write(socketId, new TextEncoder().encode(request), ({ bytesWritten }) => {
      if (bytesWritten < 0) return fail('write', bytesWritten)
      readOn()
    })
  })
})

function readOn() {
  socket.read(socketId, 65_536, ({ resultCode, data }) => {
    if (resultCode < 0) return fail('read', resultCode)
    if (resultCode === 0) return void chrome.close()
    process.stdout.write(new Uint8Array(data))
    readOn()
  })
}

/**
 * @param {string} call
 * @param {number} result
 */
function fail(call, result) {
  console.error(`${call}: ${result} ${runtime.lastError?.message ?? ''}`)
  process.exitCode = 1
  void chrome.close()
}
