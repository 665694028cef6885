/** The manifest's key `sockets`. Chromium extensions/common/api/sockets/{sockets_manifest_data,sockets_manifest_permission}.cc */
import type { Scenario, Stage } from '../../scenario.ts'

/** Every operation that is asked for, and some that are not. */
async function everything({ call, bytes, peers, sockets, quiet }: Stage): Promise<void> {
  for (const [host, port] of [
    ['127.0.0.1', peers['echo']],
    ['localhost', peers['echo']],
    ['LOCALHOST', peers['echo']],
    ['a.foo.localhost', peers['echo']],
    ['foo.localhost', peers['echo']],
    ['127.1', peers['echo']],
    ['nosuch..invalid', 80],
    ['', 80],
  ] as const) {
    const socket = await sockets.tcp()
    // A paused socket raises no event when it is closed.
    await call('tcp.setPaused', socket, true)
    const result: unknown = await call('tcp.connect', socket, host, port)
    if (result === 0) await call('tcp.send', socket, bytes('x'))
    await call('tcp.close', socket)
  }
  for (const address of ['127.0.0.1', '0.0.0.0', '::1', 'localhost']) {
    const server = await sockets.server()
    await call('tcpServer.listen', server, address, 0)
    const socket = await sockets.udp()
    await call('udp.bind', socket, address, 0)
    await call('udp.send', socket, bytes('x'), '127.0.0.1', peers['udpSink'])
    await call('udp.send', socket, bytes('x'), 'localhost', peers['udpSink'], 'ipv4')
    await call('udp.joinGroup', socket, '224.0.0.251')
    await call('udp.getJoinedGroups', socket)
    await call('udp.leaveGroup', socket, '224.0.0.251')
    await call('udp.setMulticastTimeToLive', socket, 1)
    await call('udp.setMulticastLoopbackMode', socket, true)
    await call('udp.setBroadcast', socket, true)
  }
  const fresh = await sockets.udp()
  await call('udp.send', fresh, bytes('x'), '127.0.0.1', peers['udpSink'])
  await call('udp.joinGroup', fresh, 'x')
  await call('udp.leaveGroup', fresh, 'x')
  await call('tcp.connect', 99_999, 'x', 1)
  await call('tcpServer.listen', 99_999, 'x', 1)
  await call('udp.bind', 99_999, 'x', 1)
  await call('udp.send', 99_999, bytes('x'), 'x', 1)
  await call('udp.joinGroup', 99_999, 'x')
  await quiet()
}

const manifests: readonly object[] = [
  {},
  { tcp: {} },
  { tcp: { connect: '' } },
  { tcp: { connect: '*' } },
  { tcp: { connect: [] } },
  { tcp: { connect: '127.0.0.1' } },
  { tcp: { connect: ['localhost:*', '127.0.0.1:80'] } },
  { tcp: { connect: 'LocalHost' } },
  { tcp: { connect: '*.foo.localhost' } },
  { tcp: { connect: ':80' } },
  { tcp: { connect: '*:80' }, tcpServer: { listen: '127.0.0.1' } },
  { tcpServer: { listen: '*:8080' } },
  { tcpServer: { listen: ['127.0.0.1:*', '0.0.0.0:1'] } },
  { udp: { bind: '*' } },
  { udp: { send: '*' } },
  { udp: { bind: '127.0.0.1:*', send: '127.0.0.1' } },
  { udp: { bind: ':8080', send: ['localhost', '*:9'] } },
  { udp: { bind: '', multicastMembership: '' } },
  { udp: { bind: '', multicastMembership: [''] } },
  { udp: { bind: '', multicastMembership: [] } },
  { udp: { multicastMembership: '' } },
  { tcp: { connect: '*' }, other: { a: 1 } },
  { tcp: { connect: 'a.*.b', other: '*' } },
]

export const successorPermissionScenarios: readonly Scenario[] = manifests.map((sockets): Scenario => ({
  name: `sockets permissions: ${JSON.stringify(sockets)}`,
  why: 'Every operation under a manifest that allows part of them. The id is checked first, then the permission, then the state.',
  needs: ['listen', 'datagram', 'ipv6', 'groups'],
  sockets,
  play: everything,
}))
