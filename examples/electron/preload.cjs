// The functions of the main process that the window can call.
const { contextBridge, ipcRenderer } = require('electron')

contextBridge.exposeInMainWorld('tcp', {
  connect: (/** @type {string} */ host, /** @type {number} */ port) => ipcRenderer.invoke('connect', host, port),
  send: (/** @type {number} */ connection, /** @type {string} */ text) => ipcRenderer.invoke('send', connection, text),
  onReceived: (/** @type {(connection: number, bytes: Uint8Array) => void} */ listener) => {
    ipcRenderer.on('received', (_event, connection, bytes) => listener(connection, bytes))
  },
})
