/** A subject on this host's real network, on loopback only. It tries which families and groups work here. */
import dgram from 'node:dgram'
import { once } from 'node:events'
import net from 'node:net'
import process from 'node:process'
import { netErrorToString } from '@chrome-socket/api/backend'
import type { Backend, ByteStream, Endpoint } from '@chrome-socket/api/backend'
import type { BackendSubject } from './backend-subject.ts'
import { nodePeer } from './node-peer.ts'
import type { Pace } from './pace.ts'

/** A broadcast address of the loopback network, so that nothing leaves the host. */
const broadcast = '127.255.255.255'
/**
 * Groups of this process alone. Linux gives a datagram for a group to every socket at its port once any process of the host is
 * in the group (ip(7), IP_MULTICAST_ALL), so a test of another process could be a member for a socket that is none.
 * The numbers of processes have 22 bits at most, as many as follow 239.192 (RFC 2365).
 */
const { group, groupIpv6 } = groupsOf(process.pid)
/** On Linux a TCP connection to the broadcast address fails with ENETUNREACH. */
const nowhere: Endpoint = { address: '255.255.255.255', port: 9 }

/**
 * Gives a function that connects by a backend, to run TLS over its streams.
 * @param backend the transport
 * @errors The function rejects with an Error whose text is `net::` and the error's name, as in `net::ERR_CONNECTION_REFUSED`.
 * @example
 * import { nodeBackend } from '@chrome-socket/backend-node'
 * import { connectWith } from '@chrome-socket/conformance/contract/node-subject'
 *
 * const stream = await connectWith(nodeBackend())({ address: '127.0.0.1', port: 8080 })
 * console.log(stream.local.port)
 */
export function connectWith(backend: Backend): (to: Endpoint) => Promise<ByteStream> {
  return async (to) =>
    await new Promise((resolve, reject) => {
      backend.connect(to, (result, stream) => {
        if (stream) resolve(stream)
        else reject(new Error(netErrorToString(result)))
      })
    })
}

/**
 * Makes the subject of the suites for a backend on this host's network. It finds out by trying which families and groups work here,
 * within two seconds.
 * @param backend the backend that is tested
 * @param pace how much is done, and how long is waited
 * @errors Cannot fail: what does not work here is left out, and the cases that need it are skipped.
 * @example
 * import { nodeBackend } from '@chrome-socket/backend-node'
 * import { backendSuite } from '@chrome-socket/conformance/contract'
 * import { nodeSubject } from '@chrome-socket/conformance/contract/node-subject'
 * import { runSuite } from '@chrome-socket/conformance/vitest'
 *
 * runSuite(backendSuite, await nodeSubject(nodeBackend()))
 */
export async function nodeSubject(backend: Backend, pace: Pace = {}): Promise<BackendSubject> {
  const hasIpv6 = await tries(async () => {
    ;(await nodePeer.listen('::1')).close()
  })
  return {
    backend,
    peer: nodePeer,
    ipv4: '127.0.0.1',
    foreign: '192.0.2.1',
    ...(hasIpv6 && { ipv6: '::1' }),
    ...((await isUnreachable(nowhere)) && { unreachable: nowhere }),
    ...((await broadcastWorks(broadcast)) && { broadcast }),
    ...((await groupWorks('udp4', group)) && { group }),
    ...((await groupWorks('udp6', groupIpv6)) && { groupIpv6 }),
    pace,
  }
}

function groupsOf(pid: number): { readonly group: string; readonly groupIpv6: string } {
  const [high, middle, low] = [(pid >> 16) & 63, (pid >> 8) & 255, pid & 255]
  return {
    group: `239.${192 + high}.${middle}.${low}`,
    groupIpv6: `ff02::77:${high.toString(16)}:${(middle * 256 + low).toString(16)}`,
  }
}

async function tries(attempt: () => Promise<void>): Promise<boolean> {
  return await attempt().then(
    () => true,
    () => false,
  )
}

async function isUnreachable({ address, port }: Endpoint): Promise<boolean> {
  const socket = net.connect(port, address)
  const error = await once(socket, 'error', { signal: AbortSignal.timeout(500) }).then(
    ([found]) => found as NodeJS.ErrnoException,
    () => undefined,
  )
  socket.destroy()
  return error?.code === 'ENETUNREACH'
}

/** Whether a datagram to the group comes back to a member on this host. */
async function groupWorks(type: 'udp4' | 'udp6', address: string): Promise<boolean> {
  return await comesBack(type, address, (socket) => socket.addMembership(address))
}

/** Whether a datagram to the broadcast address comes back to a socket on this host. */
async function broadcastWorks(address: string): Promise<boolean> {
  return await comesBack('udp4', address, (socket) => socket.setBroadcast(true))
}

async function comesBack(
  type: 'udp4' | 'udp6',
  address: string,
  configure: (socket: dgram.Socket) => void,
): Promise<boolean> {
  const socket = dgram.createSocket(type)
  const works = await tries(async () => {
    socket.bind(0)
    await once(socket, 'listening')
    configure(socket)
    const signal = AbortSignal.timeout(500)
    const coming = once(socket, 'message', { signal })
    socket.send('?', socket.address().port, address, () => {})
    await coming
  })
  socket.close()
  return works
}
