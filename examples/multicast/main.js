// A multicast app that joins a group, sends a datagram to it, and prints each datagram of the group, its own too. Start it in
// several terminals: each prints the datagrams of all.
//
//   npm start            runs for three seconds
//   npm start -- 60      runs for a minute
import process from 'node:process'
import { createChrome } from 'chrome-socket'

/** A group address for use within an organisation (RFC 2365). */
const group = '239.255.73.22'
const port = 7373
const seconds = Number(process.argv[2] ?? 3)

const chrome = createChrome()
const { socket } = chrome
const { socketId } = await socket.create('udp')

// Both options must be set before `bind`.
socket.setMulticastTimeToLive(socketId, 1, () => {})
socket.setMulticastLoopbackMode(socketId, true, () => {})
socket.bind(socketId, '0.0.0.0', port, (bound) => {
  if (bound < 0) return fail('bind', bound)
  socket.joinGroup(socketId, group, (joined) => {
    if (joined < 0) return fail('joinGroup', joined)
    listen()
    const greeting = new TextEncoder().encode(`Process ${process.pid} is here`)
    socket.sendTo(socketId, greeting, group, port, ({ bytesWritten }) => {
      if (bytesWritten < 0) fail('sendTo', bytesWritten)
    })
  })
})
setTimeout(() => void chrome.close(), seconds * 1000)

function listen() {
  socket.recvFrom(socketId, ({ resultCode, data, address }) => {
    if (resultCode < 0) return
    console.log(`${address}: ${new TextDecoder().decode(data)}`)
    listen()
  })
}

/**
 * @param {string} call
 * @param {number} result such as -109 if there is no route to the group
 */
function fail(call, result) {
  console.error(`${call}: ${result}`)
  process.exit(1)
}
