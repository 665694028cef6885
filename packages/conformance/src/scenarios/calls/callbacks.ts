/** When callbacks come, with what, and what lastError is meanwhile. Chromium extensions/renderer/bindings/{api_request_handler,api_last_error}.cc */
import type { Scenario } from '../../scenario.ts'

export const callbackScenarios: readonly Scenario[] = [
  {
    name: 'callbacks: after the script and its microtasks, in call order',
    why: 'No callback runs within the call, and no callback overtakes an earlier callback.',
    async play({ start, startThen, note, quiet }) {
      startThen(() => note('first callback'), 'create', 'tcp', {})
      start('getInfo', 99_999)
      void Promise.resolve().then(() => note('microtask'))
      start('create', 'udp', {})
      start('read', 99_999)
      start('destroy', 99_999)
      start('write', 99_999, new ArrayBuffer(1))
      start('accept', 99_999)
      start('setMulticastTimeToLive', 99_999, 1)
      note('script ends')
      await quiet()
    },
  },
  {
    name: 'callbacks: the microtasks of one run before the next',
    why: 'Promises that a callback resolves settle before the next callback.',
    async play({ startThen, start, note, quiet }) {
      const callback = (label: string) => () => {
        note(`${label} callback`)
        void Promise.resolve()
          .then(() => note(`${label} microtask`))
          .then(() => note(`${label} second microtask`))
        start('getInfo', label === 'A' ? 99_997 : 99_998)
      }
      startThen(callback('A'), 'create', 'tcp', {})
      startThen(callback('B'), 'create', 'udp', {})
      start('getInfo', 99_999)
      await quiet()
    },
  },
  {
    name: 'callbacks: ids count up in one sequence and are not used again',
    why: 'TCP, UDP and accepted sockets share one sequence of ids.',
    needs: ['listen'],
    async play({ call, note, pair, start, quiet }) {
      const first = (await call('create', 'tcp', {})).socketId ?? 0
      const second = (await call('create', 'udp', {})).socketId ?? 0
      start('destroy', second)
      const third = (await call('create', 'tcp', {})).socketId ?? 0
      const { listener, client, accepted } = await pair()
      const last = (await call('create', 'tcp', {})).socketId ?? 0
      note([second, third, listener, client, accepted, last].map((id) => id - first).join(' '))
      await quiet()
    },
  },
  {
    name: 'callbacks: promises of create, getInfo and getNetworkList',
    why: 'Three functions return a promise when they have no callback.',
    async play({ chrome, note, show }) {
      const { create, getInfo } = chrome.socket as Record<string, (...args: unknown[]) => Promise<{ socketId: number }>>
      const { socketId } = await create!('tcp')
      note(show(await getInfo!(socketId)))
      note(show(await getInfo!(socketId, null)))
      note(show(await getInfo!((await create!('udp', {})).socketId)))
      await getInfo!(99_999).then(
        () => note('fulfilled'),
        (error: Error) => {
          note(`${String(error)} ${error.constructor === Error} ${Object.getOwnPropertyNames(error).sort().join(' ')}`)
          note(`lastError ${show(chrome.runtime.lastError)} ${'lastError' in chrome.runtime}`)
        },
      )
    },
  },
  {
    name: 'callbacks: promises among callbacks keep the order',
    why: 'A promise takes its turn among the callbacks.',
    async play({ chrome, start, note, quiet }) {
      const { create, getInfo } = chrome.socket as Record<string, (...args: unknown[]) => Promise<unknown>>
      start('getInfo', 99_997)
      void create!('tcp').then(() => note('create'))
      start('getInfo', 99_998)
      getInfo!(99_999).catch(() => note('getInfo rejected'))
      start('getInfo', 99_999)
      await quiet()
    },
  },
  {
    name: 'lastError: there for its callback and its microtasks only',
    why: 'lastError is gone for the next callback.',
    async play({ chrome, note, show, startThen, quiet }) {
      const look = (label: string): void => {
        const descriptor = Object.getOwnPropertyDescriptor(chrome.runtime, 'lastError')
        note(
          `${label}: ${show(chrome.runtime.lastError)}, in ${'lastError' in chrome.runtime}, enumerable ${descriptor?.enumerable} ${descriptor?.configurable}`,
        )
      }
      look('before')
      startThen(
        async () => {
          look('in the callback')
          note(`same object: ${chrome.runtime.lastError === chrome.runtime.lastError}`)
          note(
            `keys ${Object.keys(chrome.runtime.lastError as object).join(' ')}, JSON ${JSON.stringify(chrome.runtime.lastError)}, String ${String(chrome.runtime.lastError)}`,
          )
          note(`an Error: ${chrome.runtime.lastError instanceof Error}`)
          await null
          look('after a microtask')
          await null
          await null
          look('after three')
        },
        'connect',
        99_999,
        'x',
        1,
      )
      startThen(() => look('in a callback without error'), 'create', 'tcp', {})
      startThen(() => look('in the next with one'), 'listen', 99_999, 'x', 1)
      look('after the calls')
      await quiet()
      look('long after')
    },
  },
  {
    name: 'lastError: a nested call has its own',
    why: 'A call in a callback does not change the lastError of that callback.',
    async play({ chrome, note, show, startThen, attempt, quiet }) {
      const create = chrome.socket['create'] as () => unknown
      startThen(
        () => {
          startThen(
            () => {
              note(`inner ${show(chrome.runtime.lastError)}`)
            },
            'connect',
            99_999,
            'x',
            70_000,
          )
          attempt('a call that throws', create)
          note(`outer ${show(chrome.runtime.lastError)}`)
        },
        'connect',
        99_999,
        'x',
        1,
      )
      await quiet()
    },
  },
  {
    name: 'lastError: written by the app',
    why: 'An app can overwrite lastError, which must not break the next lastError.',
    async play({ chrome, note, show, startThen, quiet }) {
      const look = (label: string): void =>
        note(`${label}: ${show(chrome.runtime.lastError)} ${'lastError' in chrome.runtime}`)
      startThen(
        () => {
          Reflect.set(chrome.runtime.lastError as object, 'message', 'changed')
          look('message changed')
          note(`deleted: ${Reflect.deleteProperty(chrome.runtime, 'lastError')}`)
          look('then')
        },
        'connect',
        99_999,
        'x',
        1,
      )
      startThen(() => look('the next'), 'connect', 99_999, 'x', 1)
      await quiet()
      look('outside')
    },
  },
  {
    name: 'lastError: unread ones are reported',
    why: 'The console names an error that no callback has read.',
    reports: true,
    async play({ chrome, quiet }) {
      const { connect, getInfo, create } = chrome.socket as Record<string, (...args: unknown[]) => unknown>
      connect!(99_999, 'x', 1, () => {})
      connect!(99_999, 'x', 70_000, () => void chrome.runtime.lastError)
      await quiet()
      connect!(99_999, 'x', 1, async () => {
        await null
        void chrome.runtime.lastError
      })
      connect!(99_999, 'x', 1, () => void ('lastError' in chrome.runtime))
      await quiet()
      getInfo!(99_998, () => void chrome.runtime.lastError)
      create!('tcp', {}, () => {})
      await quiet()
    },
  },
  {
    name: 'callbacks: one that throws breaks nothing else',
    why: 'An exception is reported, and the other callbacks run.',
    reports: true,
    async play({ chrome, note, quiet }) {
      const { getInfo, create } = chrome.socket as Record<string, (...args: unknown[]) => unknown>
      create!('tcp', {}, () => {
        note('first')
        throw new Error('thrown by the app')
      })
      create!('tcp', {}, () => note('second'))
      getInfo!(99_999, () => {
        void chrome.runtime.lastError
        throw new Error('thrown with lastError set')
      })
      create!('tcp', {}, () => note(`third ${'lastError' in chrome.runtime}`))
      await quiet()
    },
  },
  {
    name: 'callbacks: an unknown socket',
    why: 'Each function has its own answer to an unknown id.',
    async play({ call, bytes, start, quiet }) {
      await call('accept', 99_999)
      await call('bind', 99_999, 'x', 0)
      await call('connect', 99_999, '', 0)
      await call('getInfo', 99_999)
      await call('getJoinedGroups', 99_999)
      await call('joinGroup', 99_999, 'x')
      await call('leaveGroup', 99_999, 'x')
      await call('listen', 99_999, 'x', 0)
      await call('read', 99_999)
      await call('read', 99_999, 0)
      await call('recvFrom', 99_999)
      await call('recvFrom', 99_999, -1)
      await call('secure', 99_999)
      await call('sendTo', 99_999, bytes('x'), 'nosuch..invalid', 9)
      await call('setKeepAlive', 99_999, true, -1)
      await call('setMulticastLoopbackMode', 99_999, true)
      await call('setMulticastTimeToLive', 99_999, 999)
      await call('setNoDelay', 99_999, true)
      await call('write', 99_999, bytes('x'))
      await call('write', 99_999, bytes(''))
      await call('connect', -1, 'x', 1)
      await call('connect', 0, 'x', 1)
      start('destroy', 99_999)
      start('disconnect', 99_999)
      await quiet()
    },
  },
  {
    name: 'callbacks: ports outside 0 to 65535',
    why: 'connect, bind and sendTo check the port before they look for the socket.',
    async play({ call, bytes, tcp, udp }) {
      for (const port of [-1, 65_536, 2_147_483_647, -2_147_483_648]) {
        await call('connect', 99_999, 'x', port)
        await call('bind', 99_999, 'x', port)
        await call('sendTo', 99_999, bytes('x'), 'x', port)
      }
      await call('connect', await tcp(), '127.0.0.1', 65_536)
      await call('bind', await tcp(), '127.0.0.1', 65_536)
      await call('bind', await udp(), 'x', -1)
      await call('sendTo', await tcp(), bytes(''), '', 65_536)
    },
  },
]
