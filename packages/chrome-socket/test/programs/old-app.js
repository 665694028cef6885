/* An old app that has no import and uses the global `chrome`. It sends a datagram to itself. */
chrome.socket.create('udp', {}, function (receiver) {
  chrome.socket.bind(receiver.socketId, '127.0.0.1', 0, function () {
    chrome.socket.getInfo(receiver.socketId, function (info) {
      chrome.socket.recvFrom(receiver.socketId, function (received) {
        console.log(String.fromCharCode.apply(null, new Uint8Array(received.data)))
        chrome.socket.destroy(receiver.socketId)
      })
      chrome.socket.create('udp', {}, function (sender) {
        var bytes = new Uint8Array([72, 105]).buffer
        chrome.socket.bind(sender.socketId, '127.0.0.1', 0, function () {
          chrome.socket.sendTo(sender.socketId, bytes, '127.0.0.1', info.localPort, function () {
            chrome.socket.destroy(sender.socketId)
          })
        })
      })
    })
  })
})
