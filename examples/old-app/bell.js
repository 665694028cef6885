// A server that calls `onRing` with each received line and a function that sends the answer.
function Bell(port, onRing) {
  this.port = port
  this.onRing = onRing
}

Bell.prototype.listen = function (callback) {
  var self = this
  chrome.socket.create('tcp', {}, function (info) {
    chrome.socket.listen(info.socketId, '127.0.0.1', self.port, function (result) {
      if (result < 0) return console.error('Cannot listen:', chrome.runtime.lastError.message)
      self.accept(info.socketId)
      chrome.socket.getInfo(info.socketId, function (own) {
        callback(own.localPort)
      })
    })
  })
}

Bell.prototype.accept = function (serverId) {
  var self = this
  chrome.socket.accept(serverId, function (info) {
    self.read(info.socketId, '')
    self.accept(serverId)
  })
}

Bell.prototype.read = function (socketId, soFar) {
  var self = this
  chrome.socket.read(socketId, function (info) {
    if (info.resultCode <= 0) return chrome.socket.destroy(socketId)
    var text = soFar + textOf(info.data)
    var end = text.indexOf('\n')
    if (end < 0) return self.read(socketId, text)
    self.onRing(text.slice(0, end), function (answer) {
      chrome.socket.write(socketId, bufferOf(answer + '\n'), function () {
        chrome.socket.destroy(socketId)
      })
    })
  })
}

function textOf(buffer) {
  return String.fromCharCode.apply(null, new Uint8Array(buffer))
}

function bufferOf(text) {
  var bytes = new Uint8Array(text.length)
  for (var i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes.buffer
}
