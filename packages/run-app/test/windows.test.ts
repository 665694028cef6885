/** Windows, messages between pages, and the end of an app. The expectations were measured on headless Chromium 156. */
import { nodeBackend } from '@chrome-socket/backend-node'
import { describe, expect, test } from 'vitest'
import { runApp } from '../src/index.ts'
import { recordedConsole } from './recorded-console.ts'
import { manifest, temporaryApp } from './temporary-app.ts'

async function run(files: Readonly<Record<string, string>>, more: object = {}) {
  await using app = await temporaryApp({
    'manifest.json': manifest({ permissions: ['storage', { fileSystem: ['write', 'directory'] }] }),
    ...files,
  })
  const recorded = recordedConsole()
  const running = await runApp({
    directory: app.directory,
    backend: nodeBackend(),
    page: 'jsdom',
    console: recorded.console,
    ...more,
  })
  await recorded.line(/^end/)
  await running.close()
  return recorded.lines
}

const onLaunched = (body: string): string => `chrome.app.runtime.onLaunched.addListener(function () { ${body} })`

describe('windows', () => {
  test('the callback of create runs before the scripts of the window, which find their window and their files', async () => {
    const lines = await run({
      'bg.js': onLaunched(`chrome.app.window.create('dir/w.html', { id: 'main' }, function (win) {
        console.log('created', win.id, win.contentWindow.document.readyState, win.contentWindow.isRun, win.contentWindow === window, chrome.app.window.current())
        win.contentWindow.handed = 1
      })`),
      'dir/w.html': '<script src="w.js"></script><script>var inline = 1</script><p>text</p>',
      'dir/w.js': `var isRun = true
        console.log('window', handed, chrome.app.window.current().id, chrome.app.window.current().contentWindow === window, chrome.app.window.get('main') === chrome.app.window.current())
        window.onload = function () {
          console.log('load', typeof inline, document.querySelector('p').textContent)
          var request = new XMLHttpRequest()
          request.open('GET', '../data.txt')
          request.onload = function () { console.log('end', request.status, request.responseText) }
          request.send()
        }`,
      'data.txt': 'hello',
    })
    expect(lines).toEqual([
      'Refused to execute inline script in dir/w.html, as Chromium does in apps.',
      'created main loading undefined false null',
      'window 1 main true true',
      'load undefined text',
      'end 200 hello',
    ])
  })

  test('create gives the same window for the same id, and no window for a missing file or a page of the web', async () => {
    const lines = await run({
      'bg.js': onLaunched(`var create = chrome.app.window.create
        create('w.html', { id: 'a' }, function (first) {
          create('w.html', { id: 'a' }, function (second) {
            console.log('same', first === second, chrome.app.window.getAll().length)
            create('http://example.com/', function () {
              console.log('web', arguments.length, chrome.runtime.lastError.message)
              create('nowhere.html', function (none) {
                console.log('missing', arguments.length, none, chrome.runtime.lastError)
                console.log('end')
              })
            })
          })
        })`),
      'w.html': '',
    })
    expect(lines).toEqual([
      'same true 1',
      'web 1 The URL used for window creation must be local for security reasons.',
      'The app opens the window nowhere.html, which is not in its package.',
      'missing 1 undefined undefined',
      'end',
    ])
  })

  test('a window closes a turn after close, before onClosed', async () => {
    const lines = await run({
      'bg.js': onLaunched(`chrome.app.window.create('w.html', {}, function (win) {
        win.onClosed.addListener(function () { console.log('closed', arguments.length, chrome.app.window.getAll().length); console.log('end') })
        win.contentWindow.close()
        console.log('after close')
      })`),
      'w.html': '',
    })
    expect(lines).toEqual(['after close', 'closed 0 0', 'end'])
  })

  test('a dialog and a tab are withheld, and the user is told', async () => {
    const lines = await run({
      'bg.js': onLaunched(
        `alert('a'); console.log('open', window.open('http://example.com/')); document.close(); console.log('end')`,
      ),
    })
    expect(lines).toEqual([
      'window.alert() is not available in packaged apps.',
      "The app opens http://example.com/ in a browser's tab, which is not available here.",
      'open null',
      'document.close() is not available in packaged apps.',
      'end',
    ])
  })

  test('an app that needs a document, and has none, hears of --page jsdom once', async () => {
    const lines = await run(
      {
        'bg.js': `setTimeout(function () { document.title }); setTimeout(function () { document.title })
        setTimeout(function () { console.log('end') }, 1)`,
      },
      { page: 'none' },
    )
    expect(lines.filter((line) => !line.startsWith('Uncaught'))).toEqual([
      'This app needs a document: try --page jsdom.',
      'end',
    ])
  })

  test('a window without a document opens and closes, and the user is told', async () => {
    const lines = await run(
      {
        'bg.js': onLaunched(`chrome.app.window.create('w.html', {}, function (win) {
          win.onClosed.addListener(function () { console.log('end') })
          win.close()
        })`),
        'w.html': '',
      },
      { page: 'none' },
    )
    expect(lines).toEqual([
      'The app opens the window w.html. It is not loaded without a document: try --page jsdom.',
      'end',
    ])
  })
})

describe('messages', () => {
  const background = (onMessage: string): string =>
    `chrome.runtime.onMessage.addListener(function (message, sender, respond) { ${onMessage} })
     ${onLaunched("chrome.app.window.create('w.html')")}`
  const files = (bg: string, script: string): Readonly<Record<string, string>> => ({
    'bg.js': bg,
    'w.html': '<script src="w.js"></script>',
    'w.js': script,
  })

  test('sendMessage hears an immediate answer, a later answer, the first of two, and the lack of an answer', async () => {
    const lines = await run(
      files(
        background(`if (message === 'now') respond({ from: 'background', url: sender.url.split('/').pop() })
          if (message === 'later') { setTimeout(function () { respond('late') }, 1); return true }
          if (message === 'twice') { respond(1); respond(2) }
          if (message === 'throw') throw new Error('in the listener')`),
        `function ask(message, then) { chrome.runtime.sendMessage(message, function (answer) { console.log(message, JSON.stringify(answer), (chrome.runtime.lastError || {}).message); then() }) }
         ask('now', function () { ask('later', function () { ask('twice', function () { ask('none', function () { ask('throw', function () {
           chrome.runtime.sendMessage('none').then(function (value) { console.log('promise', value); console.log('end') })
         }) }) }) }) })`,
      ),
    )
    expect(lines.filter((line) => !line.startsWith('Error in event handler'))).toEqual([
      'now {"from":"background","url":"w.html"} undefined',
      'later "late" undefined',
      'twice 1 undefined',
      'none undefined The message port closed before a response was received.',
      'throw undefined in the listener',
      'promise undefined',
      'end',
    ])
  })

  test('a port carries messages both ways until it is disconnected', async () => {
    const lines = await run(
      files(
        `chrome.runtime.onConnect.addListener(function (port) {
           console.log('connect', port.name)
           port.onMessage.addListener(function (message, from) { console.log('got', JSON.stringify(message), from === port); port.postMessage({ echo: message }) })
           port.onDisconnect.addListener(function (from) { console.log('disconnected', from === port); console.log('end') })
         })
         ${onLaunched("chrome.app.window.create('w.html')")}`,
        `var port = chrome.runtime.connect({ name: 'chan' })
         port.onMessage.addListener(function (message) { console.log('echo', JSON.stringify(message)); port.disconnect()
           try { port.postMessage(1) } catch (error) { console.log(error.message) } })
         port.postMessage({ a: [1], d: new Date(0) })`,
      ),
    )
    expect(lines).toEqual([
      'connect chan',
      'got {"a":[1],"d":"1970-01-01T00:00:00.000Z"} true',
      'echo {"echo":{"a":[1],"d":"1970-01-01T00:00:00.000Z"}}',
      'Attempting to use a disconnected port object',
      'disconnected true',
      'end',
    ])
  })
})

test("an event of a socket is raised in every page, with a buffer of the page's own realm", async () => {
  const listen = `chrome.sockets.tcp.onReceive.addListener(function (info) {
    var bytes = new Uint8Array(info.data)
    console.log(location.pathname, info.data instanceof ArrayBuffer, info instanceof Object, bytes[0])
    bytes[0] = 0
    if (++received === 1 && location.pathname === '/w.html') setTimeout(function () { console.log('end') }, 20)
  })`
  const lines = await run({
    'manifest.json': JSON.stringify(manifest({ sockets: { tcp: { connect: '*' }, tcpServer: { listen: '*' } } })),
    'bg.js': `var received = 0; ${listen}; ${onLaunched("chrome.app.window.create('w.html')")}`,
    'w.html': '<script src="w.js"></script>',
    'w.js': `var received = 0; ${listen}
      chrome.sockets.tcpServer.create(function (server) { chrome.sockets.tcpServer.listen(server.socketId, '127.0.0.1', 0, function () {
        chrome.sockets.tcpServer.getInfo(server.socketId, function (own) {
          chrome.sockets.tcpServer.onAccept.addListener(function (info) { chrome.sockets.tcp.send(info.clientSocketId, new Uint8Array([7]).buffer, function () {}) })
          chrome.sockets.tcp.create(function (client) { chrome.sockets.tcp.connect(client.socketId, '127.0.0.1', own.localPort, function () {}) })
        })
      }) })`,
  })
  expect(lines.toSorted()).toEqual(['/_generated_background_page.html true true 7', '/w.html true true 7', 'end'])
})

test('runtime.reload suspends the app and starts it again', async () => {
  await using kept = await temporaryApp({})
  const lines = await run(
    {
      'bg.js': `chrome.runtime.onSuspend.addListener(function () { console.log('suspend') })
        chrome.storage.local.get({ starts: 0 }, function (items) {
          console.log('start', items.starts + 1)
          chrome.storage.local.set({ starts: items.starts + 1 }, function () {
            if (items.starts === 0) chrome.runtime.reload()
            else console.log('end')
          })
        })`,
    },
    { storage: kept.directory },
  )
  expect(lines).toEqual(['start 1', 'suspend', 'start 2', 'end', 'suspend'])
})

test('a window lists, reads and writes the folder that the user gives', async () => {
  await using folder = await temporaryApp({ 'a.txt': 'first' })
  const lines = await run(
    {
      'bg.js': onLaunched("chrome.app.window.create('w.html')"),
      'w.html': '<script src="w.js"></script>',
      'w.js': `function read(entry, then) { entry.file(function (file) { var reader = new FileReader(); reader.onload = function () { then(reader.result, file) }; reader.readAsText(file) }) }
        chrome.fileSystem.chooseEntry({ type: 'openDirectory' }, function (folder) {
          folder.createReader().readEntries(function (entries) { console.log('entries', entries.map(function (each) { return each.name + each.isFile }).join())
            folder.getFile('nope.txt', {}, null, function (error) { console.log('missing', error.name, error.code)
              folder.getFile('a.txt', {}, function (entry) { read(entry, function (text, file) { console.log('read', text, file instanceof File, file.name)
                folder.getFile('b.txt', { create: true }, function (made) { made.createWriter(function (writer) {
                  writer.onwriteend = function () { read(made, function (text) { console.log('end', text, writer.length) }) }
                  writer.write(new Blob(['second']))
                }) })
              }) })
            })
          })
        })`,
    },
    { folder: folder.directory },
  )
  expect(lines).toEqual(['entries a.txttrue', 'missing NotFoundError 1', 'read first true a.txt', 'end second 6'])
})
