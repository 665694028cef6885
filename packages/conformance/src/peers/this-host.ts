/** Tries which features this host has: containers often have no IPv6, or no network. */
import dgram from 'node:dgram'
import { once } from 'node:events'
import net from 'node:net'
import type { Part } from '../scenario.ts'

export async function hasIpv6(): Promise<boolean> {
  const server = net.createServer().listen(0, '::1')
  return await succeeds(once(server, 'listening'), () => server.close())
}

/** Whether the system has an interface for a group that a socket joins. */
async function canJoinGroups(): Promise<boolean> {
  const socket = dgram.createSocket('udp4').bind(0)
  const joining = once(socket, 'listening').then(() => socket.addMembership('239.255.77.1'))
  return await succeeds(joining, () => socket.close())
}

export async function partsThisHostLacks(): Promise<readonly Part[]> {
  const [ipv6, groups] = await Promise.all([hasIpv6(), canJoinGroups()])
  return [...(ipv6 ? [] : ['ipv6' as const]), ...(groups ? [] : ['groups' as const])]
}

async function succeeds(attempt: Promise<unknown>, close: () => void): Promise<boolean> {
  const succeeded = await attempt.then(
    () => true,
    () => false,
  )
  close()
  return succeeded
}
