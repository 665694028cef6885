/**
 * What is taken for an address, by every function that takes one.
 * Chromium net/base/ip_address.cc and url/url_canon_ip.cc (the IPv4 parser of the URL Standard), url/url_canon_host.cc
 */
import type { Scenario } from '../scenario.ts'

export const addressScenarios: readonly Scenario[] = [
  {
    name: 'addresses: of bind',
    needs: ['datagram', 'ipv6'],
    async play({ call, start, udp }) {
      const addresses = [
        '0', '127.1', '127.0.1', '127.0.0.1', '127.0.0.1.', '127.0.0.1..', '0x7f.1', '0X7F.1', '0x7f000001',
        '2130706433', '017700000001', '0177.0.0.1', '0x7f.0x.0.1', '08.0.0.1', '127.0.0.08', '256.0.0.1',
        '127.0.0.256', '127.0.65536', '4294967296', '1.2.3.4.5', '1..2', '.127.0.0.1', '-1', '+127.0.0.1',
        '127.0.0.1:80', '[127.0.0.1]', '127.0.0.1%lo', '0x7g.1', '[::1]', '::1', '::1.', '::ffff:127.0.0.1',
        '[::ffff:127.0.0.1]', '::FFFF:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:0:0:1', '0000:0000::0001', '00000::1',
        '1::2::3', ':::1', ':', '::g', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7', '::ffff:0x7f.1', '::1%lo', 'fe80::1%lo',
        '::1/128', '', ' ', '\t', ' 127.0.0.1', '127.0.0.1 ', '127.0.0.1\n', '127.0.0.1\0', 'localhost', 'LOCALHOST',
        'nosuch.invalid', '１２７.０.０.１', '127。0。0。1', '*', '.',
      ]
      for (const address of addresses) {
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
    async play({ call, start, tcp }) {
      const addresses = [
        '0', '127.1', '127.0.1', '127.0.0.1', '127.0.0.1.', '127.0.0.1..', '0x7f.1', '0X7F.1', '0x7f000001',
        '2130706433', '017700000001', '0177.0.0.1', '0x7f.0x.0.1', '08.0.0.1', '127.0.0.08', '256.0.0.1',
        '127.0.0.256', '127.0.65536', '4294967296', '1.2.3.4.5', '1..2', '.127.0.0.1', '-1', '+127.0.0.1',
        '127.0.0.1:80', '[127.0.0.1]', '127.0.0.1%lo', '0x7g.1', '[::1]', '::1', '::1.', '::ffff:127.0.0.1',
        '[::ffff:127.0.0.1]', '::FFFF:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:0:0:1', '0000:0000::0001', '00000::1',
        '1::2::3', ':::1', ':', '::g', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7', '::ffff:0x7f.1', '::1%lo', 'fe80::1%lo',
        '::1/128', '', ' ', '\t', ' 127.0.0.1', '127.0.0.1 ', '127.0.0.1\n', '127.0.0.1\0', 'localhost', 'LOCALHOST',
        'nosuch.invalid', '１２７.０.０.１', '127。0。0。1', '*', '.',
      ]
      for (const address of addresses) {
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
    async play({ call, start, tcp, peers }) {
      const addresses = [
        '0', '127.1', '127.0.1', '127.0.0.1', '127.0.0.1.', '127.0.0.1..', '0x7f.1', '0X7F.1', '0x7f000001',
        '2130706433', '017700000001', '0177.0.0.1', '0x7f.0x.0.1', '08.0.0.1', '127.0.0.08', '256.0.0.1',
        '127.0.0.256', '127.0.65536', '4294967296', '1.2.3.4.5', '1..2', '.127.0.0.1', '-1', '+127.0.0.1',
        '127.0.0.1:80', '[127.0.0.1]', '127.0.0.1%lo', '0x7g.1', '[::1]', '::1', '::1.', '::ffff:127.0.0.1',
        '[::ffff:127.0.0.1]', '::FFFF:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:0:0:1', '0000:0000::0001', '00000::1',
        '1::2::3', ':::1', ':', '::g', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7', '::ffff:0x7f.1', '::1%lo', 'fe80::1%lo',
        '::1/128', '', ' ', '\t', ' 127.0.0.1', '127.0.0.1 ', '127.0.0.1\n', '127.0.0.1\0', 'localhost', 'LOCALHOST',
        'nosuch.invalid', '１２７.０.０.１', '127。0。0。1', '*', '.', '0.0.0.0', '::', 'foo.localhost', 'localhost.',
        'LOCALHOST.', 'a b', 'a_b.invalid', 'a%b', 'a\0b', 'localhost\t', 'localhost:80', 'http://localhost', '..',
        'a..b', '-a.invalid', 'xn--a.invalid',
      ]
      for (const address of addresses) {
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
    async play({ call, start, udp, peers }) {
      const addresses = [
        '0', '127.1', '127.0.1', '127.0.0.1', '127.0.0.1.', '127.0.0.1..', '0x7f.1', '0X7F.1', '0x7f000001',
        '2130706433', '017700000001', '0177.0.0.1', '0x7f.0x.0.1', '08.0.0.1', '127.0.0.08', '256.0.0.1',
        '127.0.0.256', '127.0.65536', '4294967296', '1.2.3.4.5', '1..2', '.127.0.0.1', '-1', '+127.0.0.1',
        '127.0.0.1:80', '[127.0.0.1]', '127.0.0.1%lo', '0x7g.1', '[::1]', '::1', '::1.', '::ffff:127.0.0.1',
        '[::ffff:127.0.0.1]', '::FFFF:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:0:0:1', '0000:0000::0001', '00000::1',
        '1::2::3', ':::1', ':', '::g', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7', '::ffff:0x7f.1', '::1%lo', 'fe80::1%lo',
        '::1/128', '', ' ', '\t', ' 127.0.0.1', '127.0.0.1 ', '127.0.0.1\n', '127.0.0.1\0', 'localhost', 'LOCALHOST',
        'nosuch.invalid', '１２７.０.０.１', '127。0。0。1', '*', '.', '0.0.0.0', '::', 'foo.localhost', 'localhost.',
        'LOCALHOST.', 'a b', 'a_b.invalid', 'a%b', 'a\0b', 'localhost\t', 'localhost:80', 'http://localhost', '..',
        'a..b', '-a.invalid', 'xn--a.invalid',
      ]
      for (const address of addresses) {
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
    async play({ call, bytes, bound, peers }) {
      const { socketId } = await bound('::')
      const addresses = [
        '0', '127.1', '127.0.1', '127.0.0.1', '127.0.0.1.', '127.0.0.1..', '0x7f.1', '0X7F.1', '0x7f000001',
        '2130706433', '017700000001', '0177.0.0.1', '0x7f.0x.0.1', '08.0.0.1', '127.0.0.08', '256.0.0.1',
        '127.0.0.256', '127.0.65536', '4294967296', '1.2.3.4.5', '1..2', '.127.0.0.1', '-1', '+127.0.0.1',
        '127.0.0.1:80', '[127.0.0.1]', '127.0.0.1%lo', '0x7g.1', '[::1]', '::1', '::1.', '::ffff:127.0.0.1',
        '[::ffff:127.0.0.1]', '::FFFF:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:0:0:1', '0000:0000::0001', '00000::1',
        '1::2::3', ':::1', ':', '::g', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7', '::ffff:0x7f.1', '::1%lo', 'fe80::1%lo',
        '::1/128', '', ' ', '\t', ' 127.0.0.1', '127.0.0.1 ', '127.0.0.1\n', '127.0.0.1\0', 'localhost', 'LOCALHOST',
        'nosuch.invalid', '１２７.０.０.１', '127。0。0。1', '*', '.', '0.0.0.0', '::', 'foo.localhost', 'localhost.',
        'LOCALHOST.', 'a b', 'a_b.invalid', 'a%b', 'a\0b', 'localhost\t', 'localhost:80', 'http://localhost', '..',
        'a..b', '-a.invalid', 'xn--a.invalid',
      ]
      for (const address of addresses) await call('sendTo', socketId, bytes('x'), address, peers['udpSink'])
    },
  },
]
