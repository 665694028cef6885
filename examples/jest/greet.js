// The code under test asks a server for its greeting. It gets `chrome.socket` as an argument, so a test can pass its own.

/**
 * Returns the greeting, or undefined if the server sends none.
 * @param {import('@chrome-socket/api').Chrome['socket']} socket
 * @param {string} host
 * @param {number} port
 * @returns {Promise<string | undefined>}
 */
export async function greet(socket, host, port) {
  const { socketId } = await socket.create('tcp')
  return new Promise((resolve) => {
    const end = (/** @type {string | undefined} */ greeting) => {
      socket.destroy(socketId)
      resolve(greeting)
    }
    socket.connect(socketId, host, port, (result) => {
      if (result < 0) return end(undefined)
      socket.read(socketId, ({ resultCode, data }) => end(resultCode > 0 ? new TextDecoder().decode(data) : undefined))
    })
  })
}
