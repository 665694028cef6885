/** Calls made inside callbacks, as apps chain them: several sockets. Chromium extensions/renderer/bindings/api_request_handler.cc */
import type { Scenario } from '../../scenario.ts'

export const chainOfSocketsScenarios: readonly Scenario[] = [
  {
    name: 'chains: an accept loop that answers each client',
    why: 'The usual server: accept again in the callback of accept.',
    unordered: true,
    needs: ['listen'],
    async play({ call, startThen, start, listening, tcp, bytes, quiet, readAll }) {
      const { socketId, port } = await listening()
      const acceptOn = (): void =>
        startThen(
          (result) => {
            acceptOn()
            if (result.socketId !== undefined) start('write', result.socketId, bytes(`welcome`))
          },
          'accept',
          socketId,
        )
      acceptOn()
      for (let count = 0; count < 4; count += 1) {
        const client = await tcp()
        await call('connect', client, '127.0.0.1', port)
        await readAll(client, 7)
      }
      start('destroy', socketId)
      await quiet()
    },
  },
  {
    name: 'chains: destroy in the callback of create',
    why: 'A socket may go before anything was done with it.',
    async play({ startThen, start, quiet }) {
      startThen(
        ({ socketId }) => {
          start('destroy', socketId)
          start('getInfo', socketId)
          start('destroy', socketId)
          start('disconnect', socketId)
        },
        'create',
        'udp',
      )
      await quiet()
    },
  },
  {
    name: 'chains: a listen that fails is tried again in its callback',
    why: 'Servers try the next port in the callback of a listen that failed.',
    needs: ['listen'],
    async play({ startThen, start, tcp, listening, quiet }) {
      const { port } = await listening()
      const socket = await tcp()
      startThen(
        () => startThen(() => start('getInfo', socket), 'listen', socket, '127.0.0.1', 0),
        'listen',
        socket,
        '127.0.0.1',
        port,
      )
      await quiet()
    },
  },
  {
    name: 'chains: a callback that throws, and the accept and the read after it',
    why: 'An exception in a callback must not stop the answers that wait behind it.',
    reports: true,
    needs: ['listen'],
    async play({ chrome, startThen, listening, tcp, call, bytes, note, quiet }) {
      const { socketId, port } = await listening()
      const { accept } = chrome.socket as Record<
        string,
        (id: number, done: (info: { resultCode: number }) => void) => void
      >
      accept!(socketId, ({ resultCode }) => {
        note(`accepted ${resultCode}`)
        throw new Error('in accept')
      })
      const client = await tcp()
      await call('connect', client, '127.0.0.1', port)
      await quiet()
      startThen(({ socketId: accepted }) => call('read', accepted), 'accept', socketId)
      const second = await tcp()
      await call('connect', second, '127.0.0.1', port)
      await call('write', second, bytes('still here'))
      await quiet()
    },
  },
  {
    name: 'chains: UDP ping-pong between two sockets',
    why: 'Receiving and sending in callbacks keeps its order over many rounds.',
    needs: ['datagram'],
    async play({ bound, bytes, startThen, start, quiet }) {
      const [one, other] = [await bound(), await bound()]
      const serve = (left: number): void => {
        if (left === 0) return
        startThen(
          () => {
            serve(left - 1)
            start('sendTo', other.socketId, bytes(`pong ${left}`), '127.0.0.1', one.port)
          },
          'recvFrom',
          other.socketId,
        )
      }
      serve(3)
      const ping = (left: number): void => {
        if (left === 0) return
        startThen(() => ping(left - 1), 'recvFrom', one.socketId)
        start('sendTo', one.socketId, bytes(`ping ${left}`), '127.0.0.1', other.port)
      }
      ping(3)
      await quiet()
    },
    unordered: true,
  },
  {
    name: 'chains: bind again in the callback of the recvFrom that disconnect ended',
    why: 'The port is free by the time the recvFrom is answered.',
    needs: ['datagram'],
    async play({ bound, startThen, start, call, quiet }) {
      const { socketId, port } = await bound()
      startThen(
        () => startThen(() => start('getInfo', socketId), 'bind', socketId, '127.0.0.1', port),
        'recvFrom',
        socketId,
      )
      await quiet()
      start('disconnect', socketId)
      await quiet()
      await call('recvFrom', socketId, -1)
    },
  },
  {
    name: 'chains: promises and callbacks, each from within the other',
    why: 'Apps mix both forms, and each sees its own lastError.',
    async play({ chrome, startThen, start, bare, note, quiet }) {
      startThen(
        ({ socketId }) =>
          void bare('getInfo', socketId).then(() => {
            note(`lastError ${'lastError' in chrome.runtime}`)
            start('getInfo', socketId)
            start('destroy', socketId)
            return bare('getInfo', socketId)
          }),
        'create',
        'tcp',
      )
      await quiet()
    },
  },
  {
    name: 'chains: many sockets created in one script, and destroyed in the callbacks',
    why: 'Ids stay in call order while sockets come and go.',
    async play({ startThen, start, quiet }) {
      for (let count = 0; count < 6; count += 1) {
        startThen(({ socketId }) => start('destroy', socketId), 'create', count % 2 === 0 ? 'tcp' : 'udp')
      }
      start('getInfo', 99_999)
      await quiet()
    },
  },
]
