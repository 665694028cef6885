// Connects to a TLS server with an untrusted certificate, whose port is the argument, and prints the result of `secure`.
import process from 'node:process'
import { createChrome } from 'chrome-socket'

const chrome = createChrome()
const { socketId } = await chrome.socket.create('tcp')
chrome.socket.connect(socketId, '127.0.0.1', Number(process.argv.at(-1)), (connected) => {
  chrome.socket.secure(socketId, (secured) => {
    console.log(connected, secured, chrome.runtime.lastError?.message)
    void chrome.close()
  })
})
