/** Sizes, views and other values that a call may be given. Chromium extensions/browser/api/socket/{socket_api,tcp_socket}.cc */
import type { Scenario } from '../../scenario.ts'

export const amountScenarios: readonly Scenario[] = [
  {
    name: 'states: reads of every size from what waits',
    why: 'A read takes at most its size and leaves the rest for the next read.',
    async play({ call, connected, bytes, quiet }) {
      const socket = await connected('echo')
      await call('write', socket, bytes(20_000))
      await quiet()
      for (const size of [0, 1, -1, 2, null, undefined, 4096, -2_147_483_648, 1000]) await call('read', socket, size)
    },
  },
  {
    name: 'states: reads around the size of the pipe, which is filled up after each',
    why: "Chromium's pipe holds 64 KiB and is filled again after each read, which shows in the length of a long read.",
    async play({ call, connected, bytes, quiet }) {
      const socket = await connected('echo')
      await call('write', socket, bytes(200_000))
      for (const size of [1, 65_536, 65_537, 10, 1_000_000, 65_536]) {
        await quiet()
        await call('read', socket, size)
      }
    },
  },
  {
    name: 'states: a read of 128 MiB',
    why: 'A huge size must neither fail nor allocate a huge buffer: the read gives the bytes that have come.',
    async play({ call, connected, bytes, quiet }) {
      const socket = await connected('echo')
      await call('write', socket, bytes('small'))
      await quiet()
      await call('read', socket, 134_217_728)
    },
  },
  {
    name: 'states: a large write to a peer that does not read',
    why: 'Writes that fit into the pipe are answered although the peer reads nothing.',
    async play({ start, connected, bytes, quiet, call }) {
      const socket = await connected('silent')
      start('write', socket, bytes(60_000))
      await quiet()
      start('write', socket, bytes('x'))
      await quiet()
      await call('getInfo', socket)
      start('read', socket)
      start('destroy', socket)
      await quiet()
    },
  },
  {
    name: 'states: views of one buffer, written in one script',
    why: 'A view sends its own part of the buffer, and each write keeps the bytes of its call.',
    async play({ start, connected, quiet, readAll }) {
      const socket = await connected('echo')
      const whole = Uint8Array.from('abcdefghijkl', (character) => character.charCodeAt(0))
      for (let begin = 0; begin < 12; begin += 4) {
        start('write', socket, whole.subarray(begin, begin + 2))
        start('write', socket, new DataView(whole.buffer, begin + 2, 1))
        start('write', socket, new Uint16Array(whole.buffer, begin, 1))
      }
      whole.fill(33)
      await quiet()
      await readAll(socket, 15)
    },
  },
  {
    name: 'states: a hundred small writes, and what was read meanwhile',
    why: 'Batching of small writes must not change their answers or their order.',
    async play({ chrome, connected, bytes, quiet, note, readAll }) {
      const socket = await connected('echo')
      const write = chrome.socket['write'] as (
        id: number,
        data: ArrayBuffer,
        done: (info: { bytesWritten: number }) => void,
      ) => void
      const results: number[] = []
      for (let count = 0; count < 100; count += 1) {
        write(socket, bytes(count + 1), ({ bytesWritten }) => results.push(bytesWritten))
      }
      await quiet()
      note(results.join(' '))
      await readAll(socket, 5050)
    },
  },
  {
    name: 'states: options with every kind of delay',
    why: 'Chromium takes only some delays for setKeepAlive, and the rest fail.',
    async play({ call, connected }) {
      const socket = await connected('echo')
      for (const delay of [0, 1, 32_767, 32_768, 65_536, -1, -2_147_483_648, null, undefined]) {
        await call('setKeepAlive', socket, true, delay)
        await call('setKeepAlive', socket, false, delay)
      }
      await call('setKeepAlive', socket, true, 1.5)
      await call('setKeepAlive', socket, 1)
      await call('setNoDelay', socket, null)
      await call('setNoDelay', socket)
    },
  },
  {
    name: 'states: ids of every kind',
    why: 'An unknown id gives an answer with an error, and not an exception.',
    async play({ call, start, tcp, quiet }) {
      await tcp()
      for (const id of [
        0,
        -1,
        -0,
        2_147_483_647,
        -2_147_483_648,
        1.5,
        '1',
        true,
        null,
        undefined,
        {},
        [1],
        4_294_967_297,
      ]) {
        await call('getInfo', id)
        await call('read', id)
        start('destroy', id)
      }
      await quiet()
    },
  },
]
