// Electron's main process has Node's sockets. The window gets three functions, but neither Node nor `chrome.socket`.
import { fileURLToPath } from 'node:url'
import { app, BrowserWindow, ipcMain } from 'electron'
import { createChrome } from 'chrome-socket'

// The permissions limit the connections that a message from the window can open.
const chrome = createChrome({ permissions: [{ socket: ['tcp-connect:*:80', 'tcp-connect:*:8080'] }] })
const { socket, runtime } = chrome

/** The id of the window that opened each connection: a window may use only its own connections. */
const owners = new Map()

ipcMain.handle('connect', async ({ sender }, host, port) => {
  const { socketId } = await socket.create('tcp')
  owners.set(socketId, sender.id)
  return new Promise((resolve, reject) => {
    socket.connect(socketId, host, port, (result) => {
      if (result < 0) return reject(new Error(`${result} ${runtime.lastError?.message ?? ''}`))
      forward(socketId, sender)
      resolve(socketId)
    })
  })
})

ipcMain.handle('send', ({ sender }, socketId, text) => {
  if (owners.get(socketId) !== sender.id) throw new Error('The connection belongs to another window')
  return new Promise((resolve) => {
    socket.write(socketId, new TextEncoder().encode(text), ({ bytesWritten }) => resolve(bytesWritten))
  })
})

/**
 * Sends received bytes to the window until the connection or the window ends.
 * @param {number} socketId
 * @param {import('electron').WebContents} window
 */
function forward(socketId, window) {
  socket.read(socketId, 65_536, ({ resultCode, data }) => {
    if (resultCode <= 0 || window.isDestroyed()) {
      owners.delete(socketId)
      return socket.destroy(socketId)
    }
    window.send('received', socketId, new Uint8Array(data))
    forward(socketId, window)
  })
}

app.on('window-all-closed', () => app.quit())
app.on('will-quit', () => void chrome.close())

await app.whenReady()
const preload = fileURLToPath(new URL('preload.cjs', import.meta.url))
const window = new BrowserWindow({ webPreferences: { preload } })
await window.loadFile('index.html')
