/** chrome.sockets: what there is, arguments, promises and ids. Chromium extensions/common/api/sockets_{tcp,tcp_server,udp}.idl */
import type { Scenario } from '../../scenario.ts'

type Functions = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>

const namespaces = ['tcp', 'tcpServer', 'udp'] as const

export const successorCallScenarios: readonly Scenario[] = [
  {
    name: 'sockets: the namespaces themselves',
    why: 'Apps look at chrome.sockets to find its functions.',
    async play({ chrome, note, attempt, show }) {
      const { sockets = {} } = chrome
      note(
        `sockets: ${Object.keys(sockets).sort().join(' ')}, prototype ${Object.getPrototypeOf(sockets) === Object.prototype}`,
      )
      for (const [name, namespace] of Object.entries(sockets).sort()) {
        const members = Object.entries(namespace).sort(([one], [other]) => (one < other ? -1 : 1))
        for (const [member, value] of members) {
          if (typeof value === 'function') note(`${name}.${member}: function ${value.name}, length ${value.length}`)
          else note(`${name}.${member}: ${show(Object.keys(value as object).sort())}`)
        }
        attempt(`${name}.DnsQueryType`, () => namespace['DnsQueryType'])
      }
    },
  },
  {
    name: 'sockets: counts and basic types of arguments',
    why: 'Wrong counts and types throw a TypeError with the signature in it.',
    async play({ attempt, chrome, bytes }) {
      const callback = (): void => {}
      const calls: readonly (readonly [string, ...unknown[]])[] = [
        ['tcp.create', 1],
        ['tcp.create', []],
        ['tcp.create', callback, callback],
        ['tcp.create', {}, 1],
        ['tcp.create', {}, callback, 1],
        ['tcp.create', { a: 1 }, callback],
        ['tcp.create', { bufferSize: '1' }, callback],
        ['tcp.create', { bufferSize: 1.5 }, callback],
        ['tcp.create', { bufferSize: 2_147_483_648 }, callback],
        ['tcp.create', { name: 1 }, callback],
        ['tcp.create', { persistent: 1 }, callback],
        ['tcp.update'],
        ['tcp.update', 1],
        ['tcp.update', 1, null],
        ['tcp.update', 1, null, callback],
        ['tcp.update', '1', {}, callback],
        ['tcp.setPaused', 1],
        ['tcp.setPaused', 1, 1, callback],
        ['tcp.connect', 1, 'x', 1],
        ['tcp.connect', 1, 'x', 1, 'any'],
        ['tcp.connect', 1, 'x', 1, 'IPV4', callback],
        ['tcp.connect', 1, 'x', 1, '', callback],
        ['tcp.connect', 1, 'x', 1, 4, callback],
        ['tcp.connect', 1, 'x', 1.5, callback],
        ['tcp.connect', 1, 1, 1, callback],
        ['tcp.disconnect'],
        ['tcp.disconnect', 'x'],
        ['tcp.disconnect', 1, 1],
        ['tcp.secure', 1],
        ['tcp.secure', 1, {}],
        ['tcp.secure', 1, { a: 1 }, callback],
        ['tcp.secure', 1, { tlsVersion: { min: 1 } }, callback],
        ['tcp.send', 1, bytes('x')],
        ['tcp.send', 1, 'x', callback],
        ['tcp.send', 1, [1], callback],
        ['tcp.send', 1, callback],
        ['tcp.setKeepAlive', 1, true],
        ['tcp.setKeepAlive', 1, true, 1],
        ['tcp.setKeepAlive', 1, true, '1', callback],
        ['tcp.setNoDelay', 1, true],
        ['tcp.setNoDelay', 1, 1, callback],
        ['tcp.close'],
        ['tcp.close', null],
        ['tcp.close', 1, callback, 1],
        ['tcp.getInfo'],
        ['tcp.getInfo', callback],
        ['tcp.getSockets', 1],
        ['tcp.getSockets', callback, 1],
        ['tcpServer.create', 1],
        ['tcpServer.create', { bufferSize: 1 }, callback],
        ['tcpServer.create', { name: 1 }, callback],
        ['tcpServer.update', 1],
        ['tcpServer.update', 1, { bufferSize: 1 }, callback],
        ['tcpServer.setPaused', 1],
        ['tcpServer.listen', 1, 'x', 1],
        ['tcpServer.listen', 1, 'x', 1, 1],
        ['tcpServer.listen', 1, 'x', 1, '1', callback],
        ['tcpServer.listen', 1, 'x', callback],
        ['tcpServer.disconnect'],
        ['tcpServer.close'],
        ['tcpServer.getInfo'],
        ['tcpServer.getSockets', 1],
        ['udp.create', 1],
        ['udp.create', { b: 1 }, callback],
        ['udp.update', 1],
        ['udp.setPaused', 1],
        ['udp.bind', 1, 'x', 1],
        ['udp.bind', 1, 'x', callback],
        ['udp.send', 1, bytes('x'), 'x', 1],
        ['udp.send', 1, bytes('x'), 'x', 1, 'x', callback],
        ['udp.send', 1, bytes('x'), 'x', callback],
        ['udp.close'],
        ['udp.getInfo'],
        ['udp.getSockets', 1],
        ['udp.joinGroup', 1, 'x'],
        ['udp.joinGroup', 1, 1, callback],
        ['udp.leaveGroup', 1, 'x'],
        ['udp.setMulticastTimeToLive', 1, 1],
        ['udp.setMulticastTimeToLive', 1, 1.5, callback],
        ['udp.setMulticastLoopbackMode', 1, true],
        ['udp.setMulticastLoopbackMode', 1, 1, callback],
        ['udp.getJoinedGroups'],
        ['udp.setBroadcast', 1, true],
        ['udp.setBroadcast', 1, 1, callback],
      ]
      for (const [index, [name, ...args]] of calls.entries()) {
        const [namespace = '', member = ''] = name.split('.')
        const functions = chrome.sockets?.[namespace] as Functions
        attempt(`${index + 1}. ${name} with ${args.length}`, () => functions[member]!(...args))
      }
    },
  },
  {
    name: 'sockets: optional arguments may be left out, null or undefined',
    why: 'Apps leave out arguments in the middle, and pass null for them.',
    async play({ call, peers, sockets }) {
      await call('tcp.create')
      await call('tcp.create', null)
      await call('tcp.create', undefined)
      await call('tcp.create', {})
      await call('tcp.create', { name: null, persistent: undefined, bufferSize: null })
      const socket = await sockets.tcp()
      await call('tcp.connect', socket, '127.0.0.1', peers['echo'])
      await call('tcp.setKeepAlive', socket, true)
      await call('tcp.setKeepAlive', socket, true, null)
      await call('tcp.setKeepAlive', socket, true, undefined)
      const other = await sockets.tcp()
      await call('tcp.connect', other, '127.0.0.1', peers['echo'], null)
      const server = await sockets.server()
      await call('tcpServer.listen', server, '127.0.0.1', 0, null)
      await call('tcpServer.create', { name: null, persistent: null })
      await call('udp.create', { name: null, persistent: null, bufferSize: null })
    },
  },
  {
    name: 'sockets: promises',
    why: 'Eight functions return a promise when they have no callback, and the others throw.',
    async play({ bare, bytes, peers, sockets }) {
      const { socketId } = await bare('tcp.create', {})
      await bare('tcp.create')
      await bare('tcp.update', socketId, { name: 'n' })
      await bare('tcp.setPaused', socketId, true)
      await bare('tcp.getInfo', socketId)
      await bare('tcp.disconnect', socketId)
      await bare('tcp.connect', socketId, '127.0.0.1', peers['echo'])
      await bare('tcp.send', socketId, bytes('x'))
      await bare('tcp.secure', socketId)
      await bare('tcp.setNoDelay', socketId, true)
      await bare('tcp.setKeepAlive', socketId, true)
      await bare('tcp.close', socketId)
      for (const name of ['close', 'disconnect', 'getInfo']) await bare(`tcp.${name}`, 99_999)
      await bare('tcp.update', 99_999, {})
      await bare('tcp.setPaused', 99_999, true)
      const server = await bare('tcpServer.create')
      await bare('tcpServer.listen', server.socketId, '127.0.0.1', 0)
      await bare('tcpServer.getInfo', server.socketId)
      await bare('tcpServer.update', server.socketId, {})
      await bare('tcpServer.setPaused', server.socketId, true)
      await bare('tcpServer.disconnect', server.socketId)
      await bare('tcpServer.close', server.socketId)
      await bare('tcpServer.close', server.socketId)
      const udp = await sockets.udp()
      await bare('udp.bind', udp, '127.0.0.1', 0)
      await bare('udp.send', udp, bytes('x'), '127.0.0.1', 9)
      await bare('udp.getInfo', udp)
      await bare('udp.getJoinedGroups', udp)
      await bare('udp.joinGroup', udp, '224.0.0.251')
      await bare('udp.setBroadcast', udp, true)
      await bare('udp.close', udp)
      await bare('udp.getJoinedGroups', udp)
    },
  },
  {
    name: 'sockets: an unknown socket',
    why: 'Every function reports an unknown id, even close and disconnect, unlike those of chrome.socket.',
    async play({ call, bytes }) {
      const id = 99_999
      await call('tcp.close', id)
      await call('tcp.connect', id, '127.0.0.1', 1)
      await call('tcp.disconnect', id)
      await call('tcp.getInfo', id)
      await call('tcp.secure', id)
      await call('tcp.send', id, bytes('x'))
      await call('tcp.setKeepAlive', id, true)
      await call('tcp.setNoDelay', id, true)
      await call('tcp.setPaused', id, true)
      await call('tcp.update', id, {})
      await call('tcpServer.close', id)
      await call('tcpServer.disconnect', id)
      await call('tcpServer.getInfo', id)
      await call('tcpServer.listen', id, '127.0.0.1', 0)
      await call('tcpServer.setPaused', id, true)
      await call('tcpServer.update', id, {})
      await call('udp.bind', id, '127.0.0.1', 0)
      await call('udp.close', id)
      await call('udp.getInfo', id)
      await call('udp.getJoinedGroups', id)
      await call('udp.joinGroup', id, 'x')
      await call('udp.leaveGroup', id, 'x')
      await call('udp.send', id, bytes('x'), 'x', 0)
      await call('udp.setBroadcast', id, true)
      await call('udp.setMulticastLoopbackMode', id, true)
      await call('udp.setMulticastTimeToLive', id, 300)
      await call('udp.setPaused', id, true)
      await call('udp.update', id, {})
    },
  },
  {
    name: 'sockets: four sequences of ids',
    why: 'The same number is another socket in each namespace, and none knows the sockets of another.',
    async play({ chrome, note, show }) {
      const create = async (functions: Functions, ...args: readonly unknown[]): Promise<number> =>
        ((await functions['create']!(...args)) as { socketId: number }).socketId
      const { sockets = {}, socket } = chrome
      const first: Record<string, number> = { socket: await create(socket as Functions, 'tcp') }
      for (const name of namespaces) first[name] = await create(sockets[name] as Functions)
      for (let count = 1; count < 4; count += 1) {
        for (const name of namespaces) {
          const functions = sockets[name] as Functions
          const id = await create(functions)
          note(`${name}: ${id - (first[name] ?? 0)} after the first`)
          if (count === 2) await functions['close']!(id)
        }
        note(`socket: ${(await create(socket as Functions, 'tcp')) - (first['socket'] ?? 0)} after the first`)
      }
      const last = await create(sockets['tcp'] as Functions)
      for (let id = last + 1; id < last + 3; id += 1) {
        const getInfo = (sockets['tcp'] as Functions)['getInfo']!
        note(`one that is not created yet: ${await (getInfo(id) as Promise<object>).then(show, String)}`)
      }
      for (let id = 1; id <= last + 20; id += 1) {
        for (const name of namespaces)
          await ((sockets[name] as Functions)['close']!(id) as Promise<void>).catch(() => {})
      }
    },
  },
  {
    name: 'sockets: beside chrome.socket',
    why: 'An app may use both. No event comes for a socket of chrome.socket, and none can be paused.',
    async play({ call, hear, bytes, connected, sockets, quiet, next }) {
      hear('tcp.onReceive')
      hear('tcp.onReceiveError')
      const old = await connected('echo')
      const fresh = await sockets.connected('echo')
      await call('write', old, bytes('old'))
      await call('tcp.send', fresh, bytes('new'))
      await next('tcp.onReceive')
      await quiet()
      await call('read', old)
      await call('tcp.getSockets')
      await call('disconnect', old)
      await quiet()
    },
  },
  {
    name: 'sockets: lastError of a failure, and unread ones',
    why: 'Every failure sets lastError. An error that no callback reads is reported.',
    reports: true,
    async play({ chrome, quiet, peers, sockets, note }) {
      const { tcp = {}, udp = {} } = chrome.sockets ?? {}
      const socket = await sockets.tcp()
      ;(tcp as Functions)['connect']!(socket, '127.0.0.1', peers['refused'], () => note('connect is answered'))
      await quiet()
      ;(tcp as Functions)['close']!(99_999, () => note('close is answered'))
      await quiet()
      ;(udp as Functions)['send']!(99_999, new ArrayBuffer(1), 'x', 1, () => note('send is answered'))
      await quiet()
    },
  },
]
