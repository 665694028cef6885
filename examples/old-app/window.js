window.onload = function () {
  chrome.storage.local.get({ visitors: [] }, function (items) {
    show(items.visitors)
  })
  chrome.storage.onChanged.addListener(function (changes) {
    show(changes.visitors.newValue)
  })
  document.getElementById('close').onclick = function () {
    chrome.app.window.current().close()
  }
}

function show(visitors) {
  var list = document.getElementById('visitors')
  list.textContent = ''
  visitors.forEach(function (name) {
    list.appendChild(document.createElement('li')).textContent = name
  })
}
