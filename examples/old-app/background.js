// Port 0 stands for any free port.
var bell = new Bell(0, ring)

chrome.app.runtime.onLaunched.addListener(function () {
  chrome.app.window.create('window.html', { id: 'doorbell', bounds: { width: 320, height: 240 } })
  bell.listen(function (port) {
    console.log('Ring at 127.0.0.1:' + port)
  })
})

chrome.runtime.onSuspend.addListener(function () {
  console.log('The bell is off')
})

// Stores the names of the visitors, newest last.
function ring(name, answer) {
  chrome.storage.local.get({ visitors: [] }, function (items) {
    var visitors = items.visitors.concat(name)
    chrome.storage.local.set({ visitors: visitors }, function () {
      answer('Welcome, ' + name + '! You are visitor ' + visitors.length)
    })
  })
}
