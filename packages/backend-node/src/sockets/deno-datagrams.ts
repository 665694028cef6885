/**
 * A UDP socket over Deno's `node:dgram`, which lacks some functions of the system.
 * Source: ext/node/polyfills/internal_binding/udp_wrap.ts of Deno 2.9
 *
 * - Deno does not connect a socket, and only remembers the peer. This class drops datagrams from other senders, and refuses a
 *   broadcast address as the system would.
 * - In Deno every error of a send except EMSGSIZE has the code UNKNOWN, and every error of a group has EINVAL. This class finds
 *   the error that Linux would give.
 */
import { isIPv6 } from 'node:net'
import os from 'node:os'
import type { Endpoint, NetResult } from '@chrome-socket/api/backend'
import { NetError } from '@chrome-socket/api/backend'
import { entriesOf, Set } from '../globals.ts'
import { errorResult } from '../node-error.ts'
import { denoMayReach } from '../permission.ts'
import { SocketDatagrams } from './socket-datagrams.ts'

export class DenoDatagrams extends SocketDatagrams {
  readonly #groups = new Set<string>()
  #mayBroadcast: boolean

  constructor(
    socket: ConstructorParameters<typeof SocketDatagrams>[0],
    peer: Endpoint | undefined,
    mayBroadcast: boolean,
  ) {
    super(socket, peer)
    this.#mayBroadcast = mayBroadcast
  }

  protected override isForeign({ address, port }: Endpoint): boolean {
    const { peer } = this
    return peer !== undefined && (port !== peer.port || (address !== peer.address && !isUnspecified(peer.address)))
  }

  protected override sendResult(error: Error, to: Endpoint): NetResult {
    if ((error as NodeJS.ErrnoException).code !== 'UNKNOWN') return errorResult(error)
    if (!denoMayReach(to)) return NetError.ERR_ACCESS_DENIED
    if (!this.#mayBroadcast && isBroadcast(to.address)) return NetError.ERR_ACCESS_DENIED
    // There is a route, but Linux refuses the loopback address as the source (EINVAL).
    if (isLoopback(this.local.address) && networksOfHost().length > 1) return NetError.ERR_INVALID_ARGUMENT
    return NetError.ERR_ADDRESS_UNREACHABLE
  }

  override setBroadcast(on: boolean): boolean {
    const isSet = super.setBroadcast(on)
    if (isSet) this.#mayBroadcast = on
    return isSet
  }

  protected override join(group: string): NetResult {
    if (this.#groups.has(group)) return NetError.ERR_ADDRESS_IN_USE
    const result = super.join(group)
    if (result === NetError.OK) this.#groups.add(group)
    return result
  }

  protected override leave(group: string): NetResult {
    return this.#groups.delete(group) ? super.leave(group) : NetError.ERR_ADDRESS_INVALID
  }
}

/** The result of a connect. Linux refuses a broadcast address for a socket without SO_BROADCAST. */
export function denoConnectResult(to: Endpoint, mayBroadcast: boolean): NetResult {
  return isBroadcast(to.address) && !mayBroadcast ? NetError.ERR_ACCESS_DENIED : NetError.OK
}

const isUnspecified = (address: string): boolean => address === '0.0.0.0' || address === '::'

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')

/** Whether an address is the limited broadcast address (RFC 919), or the last address of a network of this host. */
function isBroadcast(address: string): boolean {
  if (isIPv6(address)) return false
  if (address === '255.255.255.255') return true
  const asked = ipv4Number(address)
  return networksOfHost().some(([network, prefix]) => {
    const hostBits = prefix > 30 ? 0 : 2 ** (32 - prefix) - 1
    return hostBits > 0 && asked === (network | hostBits) >>> 0
  })
}

/**
 * The IPv4 addresses of this host with their prefix lengths, including loopback. Without Deno's permission only the loopback
 * network is known.
 */
function networksOfHost(): [address: number, prefix: number][] {
  let interfaces: ReturnType<typeof os.networkInterfaces> = {}
  try {
    interfaces = os.networkInterfaces()
  } catch {
    return [[ipv4Number('127.0.0.1'), 8]]
  }
  return entriesOf(interfaces).flatMap(([, addresses]) =>
    (addresses ?? [])
      .filter(({ family }) => family === 'IPv4')
      .map(({ address, cidr }): [number, number] => [ipv4Number(address), Number(cidr?.split('/')[1] ?? 32)]),
  )
}

function ipv4Number(address: string): number {
  return address.split('.').reduce((number, octet) => number * 256 + Number(octet), 0)
}
