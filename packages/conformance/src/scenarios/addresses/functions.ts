/** The texts that each function takes for an address, and where they lead. Sources as in `texts.ts`, which has the addresses. */
import type { Scenario } from '../../scenario.ts'
import { literals, names } from './texts.ts'

const literalsAndNames: readonly string[] = [...literals, ...names]

export const addressScenarios: readonly Scenario[] = [
  {
    name: 'addresses: of bind',
    why: 'The texts that bind takes for an address, and the form in which getInfo gives them back.',
    needs: ['datagram', 'ipv6'],
    async play({ call, start, udp }) {
      for (const address of literals) {
        const socket = await udp()
        await call('bind', socket, address, 0)
        await call('getInfo', socket)
        start('destroy', socket)
      }
    },
  },
  {
    name: 'addresses: of listen',
    why: 'The same texts for listen, which refuses texts with another code.',
    needs: ['listen', 'ipv6'],
    async play({ call, start, tcp }) {
      for (const address of literals) {
        const socket = await tcp()
        await call('listen', socket, address, 0)
        await call('getInfo', socket)
        start('destroy', socket)
      }
    },
  },
  {
    name: 'addresses: of connect',
    why: 'connect resolves names as well, so it takes more texts.',
    needs: ['ipv6'],
    async play({ call, start, tcp, peers }) {
      for (const address of literalsAndNames) {
        const socket = await tcp()
        await call('connect', socket, address, peers['echoBoth'])
        await call('getInfo', socket)
        start('destroy', socket)
      }
    },
  },
  {
    name: 'addresses: of connect of udp',
    why: 'The same texts for the connect of a UDP socket.',
    needs: ['datagram', 'ipv6'],
    async play({ call, start, udp, peers }) {
      for (const address of literalsAndNames) {
        const socket = await udp()
        await call('connect', socket, address, peers['udpSink'])
        await call('getInfo', socket)
        start('destroy', socket)
      }
    },
  },
  {
    name: 'addresses: of sendTo',
    why: 'The same texts as the target of a datagram.',
    needs: ['datagram', 'ipv6'],
    async play({ call, bytes, bound, peers }) {
      const { socketId } = await bound('::')
      for (const address of literalsAndNames) {
        await call('sendTo', socketId, bytes('x'), address, peers['udpSink'])
      }
    },
  },
]
