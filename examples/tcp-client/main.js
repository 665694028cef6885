// A TCP client: connects, sends a request, and prints the answer until the server ends the connection.
//
//   npm start                      connects to its own server
//   npm start -- example.com 80    connects to another server
import process from 'node:process'
import { createChrome } from 'chrome-socket'
import { startGreeter } from './greeter.js'

const [host = '127.0.0.1', port = await startGreeter()] = process.argv.slice(2)

const chrome = createChrome()
const { socket, runtime } = chrome
const { socketId } = await socket.create('tcp')

socket.connect(socketId, host, Number(port), (result) => {
  if (result < 0) return fail('connect', result)
  const line = new TextEncoder().encode('GET / HTTP/1.0\r\n\r\n')
  socket.write(socketId, line, ({ bytesWritten }) => {
    if (bytesWritten < 0) return fail('write', bytesWritten)
    readOn()
  })
})

/** Reads one piece at a time. Bytes that are not read wait, and finally the server has to wait, too. */
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
 * @param {number} result a net error of Chromium, such as -102 for a refused connection
 */
function fail(call, result) {
  console.error(`${call}: ${result} ${runtime.lastError?.message ?? ''}`)
  process.exitCode = 1
  void chrome.close()
}
