/** The permissions of a manifest. Chromium extensions/common/permissions/{socket_permission,socket_permission_entry}.cc */
import type { Scenario, Stage } from '../../scenario.ts'

/** Every operation that a permission is asked for. */
async function everything({ call, start, bytes, tcp, udp, peers, quiet }: Stage): Promise<void> {
  const targets: readonly (readonly [string, number | undefined])[] = [
    ['127.0.0.1', peers['echo']],
    ['localhost', peers['echo']],
    ['LOCALHOST', peers['echo']],
    ['foo.localhost', peers['echo']],
    ['a.foo.localhost', peers['echo']],
    ['127.1', peers['echo']],
    ['nosuch..invalid', 80],
    ['', 80],
    ['127.0.0.1', 0],
    ['127.0.0.1', 70_000],
  ]
  for (const [host, port] of targets) {
    const socket = await tcp()
    await call('connect', socket, host, port)
    start('destroy', socket)
  }
  for (const [address, port] of [
    ['127.0.0.1', 0],
    ['0.0.0.0', 0],
    ['::1', 0],
    ['localhost', 0],
  ] as const) {
    const server = await tcp()
    await call('listen', server, address, port)
    start('destroy', server)
    const bound = await udp()
    await call('bind', bound, address, port)
    await call('sendTo', bound, bytes('x'), '127.0.0.1', peers['udpSink'])
    await call('sendTo', bound, bytes('x'), 'localhost', peers['udpSink'])
    await call('joinGroup', bound, '224.0.0.251')
    await call('leaveGroup', bound, '224.0.0.251')
    await call('getJoinedGroups', bound)
    await call('setMulticastTimeToLive', bound, 1)
    await call('setMulticastLoopbackMode', bound, true)
    start('destroy', bound)
  }
  const connected = await udp()
  await call('connect', connected, '127.0.0.1', peers['udpSink'])
  await call('write', connected, bytes('x'))
  const fresh = await udp()
  await call('sendTo', fresh, bytes('x'), '127.0.0.1', peers['udpSink'])
  await call('joinGroup', fresh, 'x')
  await call('leaveGroup', fresh, 'x')
  const wrong = await tcp()
  await call('bind', wrong, '127.0.0.1', 0)
  await call('sendTo', wrong, bytes('x'), '127.0.0.1', 9)
  await call('joinGroup', wrong, '224.0.0.251')
  await call('listen', await udp(), '127.0.0.1', 0)
  await call('connect', 99_999, 'x', 1)
  await call('bind', 99_999, 'x', 1)
  await call('listen', 99_999, 'x', 1)
  await call('sendTo', 99_999, bytes('x'), 'x', 1)
  await call('joinGroup', 99_999, '224.0.0.251')
  await call('leaveGroup', 99_999, '224.0.0.251')
  await call('getJoinedGroups', 99_999)
  await quiet()
}

const manifests: readonly (readonly string[])[] = [
  ['tcp-connect'],
  ['tcp-connect:127.0.0.1'],
  ['tcp-connect:localhost:*'],
  ['tcp-connect:LocalHost'],
  ['tcp-connect:*.localhost'],
  ['tcp-connect:*.foo.localhost:*'],
  ['tcp-connect:*:80'],
  ['tcp-connect::80'],
  ['tcp-connect:*:*', 'tcp-listen:127.0.0.1'],
  ['tcp-listen'],
  ['tcp-listen:*:8080'],
  ['tcp-listen::*'],
  ['udp-bind'],
  ['udp-bind:127.0.0.1:*', 'udp-send-to:127.0.0.1'],
  ['udp-bind::8080', 'udp-send-to'],
  ['udp-send-to:localhost', 'udp-bind'],
  ['udp-multicast-membership', 'udp-bind'],
  ['udp-multicast-membership'],
  ['network-state', 'resolve-host', 'resolve-proxy'],
]

export const permissionScenarios: readonly Scenario[] = manifests.map((permissions) => ({
  name: `permissions: ${permissions.join(', ')}`,
  why: 'A manifest that allows some operations: the scenario shows the denied operations and the order of the checks.',
  needs: ['listen', 'datagram', 'ipv6', 'groups'],
  permissions,
  play: everything,
}))
