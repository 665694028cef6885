// Connects to the TLS server at the port given, whose certificate nobody trusts, and prints what `secure` gives.
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
