/* An app in the style of Chrome in 2014: it has no import and uses the global `chrome`. */
var greeting = new Uint8Array([72, 105]).buffer

chrome.socket.create('tcp', {}, function (server) {
  chrome.socket.listen(server.socketId, '127.0.0.1', 0, null, function (result) {
    if (result < 0) {
      console.error('listen: ' + chrome.runtime.lastError.message)
      return
    }
    chrome.socket.accept(server.socketId, function (accepted) {
      chrome.socket.write(accepted.socketId, greeting, function () {
        chrome.socket.destroy(accepted.socketId)
        chrome.socket.destroy(server.socketId)
      })
    })
    chrome.socket.getInfo(server.socketId, function (info) {
      chrome.socket.create('tcp', null, function (client) {
        chrome.socket.connect(client.socketId, '127.0.0.1', info.localPort, function () {
          chrome.socket.read(client.socketId, function (readInfo) {
            console.log(String.fromCharCode.apply(null, new Uint8Array(readInfo.data)))
            chrome.socket.destroy(client.socketId)
          })
        })
      })
    })
  })
})
