/**
 * A process that sends `bytes` to a port, by TCP or in datagrams. It prints `held up` once the system takes no more of them, and
 * `sent` once it has taken all.
 *
 * usage: node flood.mjs tcp|udp PORT BYTES
 */
import { createSocket } from 'node:dgram'
import { connect } from 'node:net'

const [protocol, port, bytes] = process.argv.slice(2)
const block = Buffer.alloc(60_000, 7)
let left = Number(bytes)

if (protocol === 'tcp') {
  const socket = connect(Number(port), '127.0.0.1')
  const fill = () => {
    while (left > 0) {
      const length = Math.min(left, block.length)
      left -= length
      if (!socket.write(block.subarray(0, length))) return
    }
    socket.end()
  }
  socket.on('drain', fill).on('error', () => {})
  socket.on('finish', () => console.log('sent'))
  fill()
  let seen = -1
  let still = 0
  const watch = setInterval(() => {
    const taken = socket.bytesWritten - socket.writableLength
    still = taken === seen ? still + 1 : 0
    seen = taken
    if (still < 20) return
    clearInterval(watch)
    console.log('held up')
  }, 10)
} else {
  const socket = createSocket('udp4')
  const send = () => {
    if (left <= 0) return socket.close(() => console.log('sent'))
    left -= block.length
    socket.send(block, Number(port), '127.0.0.1', send)
  }
  send()
}
