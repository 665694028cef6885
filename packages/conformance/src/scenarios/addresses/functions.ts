/** What each function takes for an address, and where it leads. Sources as in `texts.ts`, which has the addresses. */
import type { Scenario } from '../../scenario.ts'
import { literals, names } from './texts.ts'

/** A program is sent to Chromium as its text: it gets the addresses as a parameter. */
const asLiterals = JSON.stringify(literals)
const asLiteralsAndNames = JSON.stringify([...literals, ...names])

export const addressScenarios: readonly Scenario[] = [
  {
    name: 'addresses: of bind',
    needs: ['datagram', 'ipv6'],
    parameter: asLiterals,
    async play({ call, start, udp }, addresses) {
      for (const address of JSON.parse(addresses) as string[]) {
        const socket = await udp()
        await call('bind', socket, address, 0)
        await call('getInfo', socket)
        start('destroy', socket)
      }
    },
  },
  {
    name: 'addresses: of listen',
    needs: ['listen', 'ipv6'],
    parameter: asLiterals,
    async play({ call, start, tcp }, addresses) {
      for (const address of JSON.parse(addresses) as string[]) {
        const socket = await tcp()
        await call('listen', socket, address, 0)
        await call('getInfo', socket)
        start('destroy', socket)
      }
    },
  },
  {
    name: 'addresses: of connect',
    needs: ['ipv6'],
    parameter: asLiteralsAndNames,
    async play({ call, start, tcp, peers }, addresses) {
      for (const address of JSON.parse(addresses) as string[]) {
        const socket = await tcp()
        await call('connect', socket, address, peers['echoBoth'])
        await call('getInfo', socket)
        start('destroy', socket)
      }
    },
  },
  {
    name: 'addresses: of connect of udp',
    needs: ['datagram', 'ipv6'],
    parameter: asLiteralsAndNames,
    async play({ call, start, udp, peers }, addresses) {
      for (const address of JSON.parse(addresses) as string[]) {
        const socket = await udp()
        await call('connect', socket, address, peers['udpSink'])
        await call('getInfo', socket)
        start('destroy', socket)
      }
    },
  },
  {
    name: 'addresses: of sendTo',
    needs: ['datagram', 'ipv6'],
    parameter: asLiteralsAndNames,
    async play({ call, bytes, bound, peers }, addresses) {
      const { socketId } = await bound('::')
      for (const address of JSON.parse(addresses) as string[]) {
        await call('sendTo', socketId, bytes('x'), address, peers['udpSink'])
      }
    },
  },
]
