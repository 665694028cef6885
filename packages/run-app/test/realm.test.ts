/** The scope that an app's scripts share, and the values that they get from outside. */
import { connect } from 'node:net'
import { nodeBackend } from '@chrome-socket/backend-node'
import { describe, expect, test } from 'vitest'
import { runApp } from '../src/index.ts'
import type { RunningApp } from '../src/index.ts'
import { recordedConsole } from './recorded-console.ts'
import type { RecordedConsole } from './recorded-console.ts'
import { manifest, temporaryApp } from './temporary-app.ts'

const permissions = [{ socket: ['tcp-connect', 'tcp-listen', 'network-state'] }, 'storage', 'alarms']
const pages = ['none', 'jsdom'] as const

interface Started extends AsyncDisposable, RecordedConsole {
  readonly app: RunningApp
}

async function start(page: 'none' | 'jsdom', ...scripts: readonly string[]): Promise<Started> {
  const names = scripts.map((_, index) => `${index}.js`)
  const files = Object.fromEntries(scripts.map((script, index) => [names[index], script]))
  const app = { background: { scripts: names } }
  const packaged = await temporaryApp({ 'manifest.json': manifest({ app, permissions }), ...files })
  const recorded = recordedConsole()
  const backend = nodeBackend()
  const running = await runApp({ directory: packaged.directory, backend, page, console: recorded.console })
  return {
    ...recorded,
    app: running,
    async [Symbol.asyncDispose]() {
      await running.close()
      await packaged[Symbol.asyncDispose]()
    },
  }
}

describe.each(pages)('--page %s', (page) => {
  test('scripts share one global scope, which is window, self and globalThis', async () => {
    await using started = await start(
      page,
      'var shared = 1; function twice(n) { return 2 * n } let lexical = 3; implicit = 4',
      'console.log(shared, twice(2), lexical, implicit, window.shared, window === self, self === globalThis, this === window)',
    )
    expect(started.lines).toEqual(['1 4 3 4 1 true true true'])
  })

  test('an app that changes its intrinsics changes only its own realm', async () => {
    await using started = await start(
      page,
      'Array.from = null; Set = URL = Map = Promise = 0; Object.prototype.own = 1; JSON.parse = JSON.stringify = null; Array.prototype.map = null',
      `chrome.storage.local.set({ a: [1] }, function () { chrome.storage.local.get('a', function (items) { console.log('kept', items.a[0]) }) })`,
    )
    await started.line(/^kept 1$/)
    expect(typeof Array.from).toBe('function')
    expect('own' in {}).toBe(false)
  })

  test('the values that an app gets belong to its realm', async () => {
    await using started = await start(
      page,
      `chrome.socket.create('tcp', {}, function (listening) {
        console.log('info', listening instanceof Object, listening.constructor === Object)
        chrome.socket.listen(listening.socketId, '127.0.0.1', 0, function () {
         chrome.socket.getInfo(listening.socketId, function (own) {
          chrome.socket.accept(listening.socketId, function (accepted) {
            chrome.socket.write(accepted.socketId, new Uint8Array([1, 2, 3]).buffer, function () {})
          })
          chrome.socket.create('tcp', {}, function (client) {
            chrome.socket.connect(client.socketId, '127.0.0.1', own.localPort, function () {
              chrome.socket.read(client.socketId, function (read) {
                var data = read.data
                console.log('data', data instanceof ArrayBuffer, data.constructor === ArrayBuffer, data.slice(1).byteLength, new Uint8Array(data)[2])
                try { chrome.socket.connect(1) } catch (error) { console.log('thrown', error instanceof TypeError) }
                chrome.socket.getInfo(99, function () { console.log('lastError', chrome.runtime.lastError instanceof Object, chrome.runtime.lastError.message) })
                var promise = chrome.socket.create('tcp')
                promise.then(function (info) { console.log('promise', promise instanceof Promise, info instanceof Object) })
                chrome.socket.getNetworkList(function (list) { console.log('list', list instanceof Array) })
                chrome.storage.local.set({ l: [[1]] }, function () { chrome.storage.local.get('l', function (items) { console.log('deep', items.l[0] instanceof Array) }) })
                chrome.storage.local.set({ b: new ArrayBuffer(1) }).catch(function (error) { console.log('rejected', error instanceof Error) })
                console.log('function', chrome.socket.read instanceof Function, new TextEncoder().encode('x') instanceof Uint8Array)
              })
            })
          })
         })
        })
      })`,
    )
    for (const word of ['rejected', 'deep', 'list', 'promise', 'lastError']) await started.line(new RegExp(`^${word}`))
    expect(started.lines.toSorted()).toEqual([
      'data true true 2 3',
      'deep true',
      'function true true',
      'info true true',
      'lastError true Socket not found',
      'list true',
      'promise true true',
      'rejected true',
      'thrown true',
    ])
  })

  test('the buffers of the page itself belong to its realm', async () => {
    await using started = await start(
      page,
      `crypto.subtle.digest('SHA-256', new Uint8Array(1)).then(function (digest) { console.log('digest', digest instanceof ArrayBuffer, digest.byteLength) })
       console.log('random', crypto.getRandomValues(new Uint8Array(2)) instanceof Uint8Array, performance.now() > 0)
       new Response('ab').arrayBuffer().then(function (buffer) { console.log('body', buffer instanceof ArrayBuffer, buffer.byteLength) })`,
    )
    expect(await started.line(/^random/)).toBe('random true true')
    expect(await started.line(/^digest/)).toBe('digest true 32')
    expect(await started.line(/^body/)).toBe('body true 2')
  })

  test('an app goes on after an error in a script, a callback, a listener, a timer, a microtask and a promise', async () => {
    await using started = await start(
      page,
      'throw new Error("of a script")',
      `chrome.runtime.onInstalled.addListener(function () { throw new Error('of a listener') })
       chrome.runtime.onInstalled.addListener(function () { console.log('second listener') })
       chrome.runtime.getPlatformInfo(function () { throw new Error('of a callback') })
       chrome.socket.getInfo(1, function () { throw new Error('of a socket') })
       chrome.socket.getInfo(2, function () {})
       setTimeout(function () { throw new Error('of a timer') }, 0)
       queueMicrotask(function () { throw new Error('of a microtask') })
       Promise.reject(new Error('of a promise'))
       ;(async function () { throw new Error('of an async function') })()`,
    )
    const expected = [
      /^Uncaught Error: of a script/,
      /^Error in event handler: Error: of a listener/,
      /^second listener/,
      /^Error handling response: Error: of a callback/,
      /^Error handling response: Error: of a socket/,
      /^Unchecked runtime.lastError: Socket not found/,
      /^Uncaught Error: of a timer/,
      /^Uncaught Error: of a microtask/,
      /^Uncaught \(in promise\) Error: of a promise/,
      /^Uncaught \(in promise\) Error: of an async function/,
    ]
    for (const pattern of expected) await started.line(pattern)
  })

  test('window.onerror hears an error, and keeps it from the console if it returns true', async () => {
    await using started = await start(
      page,
      `window.onerror = function (message) { console.log('heard', message); return true }
       setTimeout(function () { throw new Error('x') }, 0)
       setTimeout(function () { console.log('end') }, 10)`,
    )
    await started.line(/^end/)
    expect(started.lines).toEqual([expect.stringMatching(/^heard .*x$/), 'end'])
  })

  test('an app starts in the order: scripts, load, onInstalled, onLaunched', async () => {
    await using started = await start(
      page,
      `function say(word) { return function (details) { console.log(word, JSON.stringify(details)) } }
       chrome.app.runtime.onLaunched.addListener(say('launched'))
       chrome.runtime.onInstalled.addListener(say('installed'))
       chrome.runtime.onStartup.addListener(say('startup'))
       window.addEventListener('load', function () { console.log('load') })
       console.log('script', location.href === chrome.runtime.getURL('_generated_background_page.html'))`,
    )
    await started.line(/^launched/)
    expect(started.lines).toEqual([
      'script true',
      'load',
      'installed {"reason":"install"}',
      'launched {"isDemoSession":false,"isKioskSession":false,"isPublicSession":false,"source":"command_line"}',
    ])
  })

  test('an app that overwrites all its globals closes, and its sockets with it', async () => {
    await using started = await start(
      page,
      `var api = chrome, say = console.log
       window.overwrite = function () {
         var all = window, names = Object.getOwnPropertyNames(window)
         for (var i = 0; i < names.length; i += 1) if (names[i].charAt(0) !== '_') try { all[names[i]] = null } catch (error) {}
         return [String, Promise, all.Object]
       }
       api.socket.create('tcp', {}, function (server) { api.socket.listen(server.socketId, '127.0.0.1', 0, function () {
         api.socket.getInfo(server.socketId, function (info) { say('port', info.localPort) })
       }) })`,
    )
    const port = Number((await started.line(/^port/)).split(' ')[1])
    const { overwrite } = started.app.window as { readonly overwrite: () => unknown[] }
    expect([...overwrite()]).toEqual([null, null, null])
    await started.app.close()
    expect(started.lines.filter((line) => line.includes('Uncaught'))).toEqual([])
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => {
      connect(port, '127.0.0.1').once('error', resolve)
    })
    expect(error.code).toBe('ECONNREFUSED')
  })

  test('a missing API is undefined, and the user is told once', async () => {
    await using started = await start(
      page,
      'console.log(typeof chrome.serial, typeof chrome.serial, "serial" in chrome)',
    )
    expect(started.lines).toEqual([
      'The app asks for chrome.serial, which is not available here.',
      'undefined undefined true',
    ])
  })
})

// The test uses no jsdom: jsdom's own code uses the globals of the window, so that such an app would stop itself.
test('an app that changes every global and every method of the intrinsics still has its sockets and its storage', async () => {
  await using started = await start(
    'none',
    `var api = chrome, say = console.log, Bytes = Uint8Array
    ;(function () {
      var names = Object.getOwnPropertyNames, define = Object.defineProperty
      var owners = [Object, Array, Function, Promise, Map, Set, ArrayBuffer, Error, TypeError, Reflect, Symbol, JSON]
      var prototypes = [Array, Function, Promise, Map, Set, ArrayBuffer, Error, String].map(function (each) { return each.prototype })
      var all = owners.concat(prototypes), members = all.map(names), globals = names(globalThis), own = ['api', 'say', 'Bytes']
      var keys = ['then', 'socketId', 'resultCode', 'data', 'message', 'lastError', 'name', 'type']
      var hijacked = function () { throw 'hijacked' }
      var i, j
      for (i = 0; i < keys.length; i += 1) define(Object.prototype, keys[i], { set: hijacked, get: function () {}, configurable: true })
      for (i = 0; i < all.length; i += 1) for (j = 0; j < members[i].length; j += 1) {
        if (members[i][j] !== 'prototype' && members[i][j] !== 'constructor') try { all[i][members[i][j]] = hijacked } catch (error) {}
      }
      for (i = 0; i < globals.length; i += 1) {
        if (globals[i] !== own[0] && globals[i] !== own[1] && globals[i] !== own[2]) try { globalThis[globals[i]] = hijacked } catch (error) {}
      }
    })()
    api.socket.create('tcp', {}, function (server) { api.socket.listen(server.socketId, '127.0.0.1', 0, function () {
      api.socket.accept(server.socketId, function (accepted) { api.socket.read(accepted.socketId, function (info) {
        api.storage.local.set({ first: new Bytes(info.data)[0] }, function () {
          api.storage.local.get('first', function (items) { say('end', items.first) })
        })
      }) })
      api.socket.getInfo(server.socketId, function (own) { api.socket.create('tcp', {}, function (client) {
        api.socket.connect(client.socketId, '127.0.0.1', own.localPort, function () {
          var bytes = new Bytes(1)
          bytes[0] = 65
          api.socket.write(client.socketId, bytes, function () {})
        })
      }) })
    }) })`,
  )
  expect(await started.line(/^end/)).toBe('end 65')
})
