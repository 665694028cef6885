/**
 * A UDP socket over Deno's `node:dgram`, which leaves some of the system's work and words out: ext/node/polyfills/
 * internal_binding/udp_wrap.ts of Deno 2.9.
 *
 * - It does not connect a socket, and only remembers the peer. Datagrams of strangers are kept out here, and a broadcast
 *   address is refused where the system would refuse it.
 * - Every error of a send but EMSGSIZE has the code UNKNOWN, and every error of a group EINVAL. The reasons that Linux would
 *   give are found out here.
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
    // A route is found, but the loopback address is no source for it (EINVAL).
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

/** The result of a connect: Linux refuses a broadcast address to a socket without broadcast. */
export function denoConnectResult(to: Endpoint, mayBroadcast: boolean): NetResult {
  return isBroadcast(to.address) && !mayBroadcast ? NetError.ERR_ACCESS_DENIED : NetError.OK
}

const isUnspecified = (address: string): boolean => address === '0.0.0.0' || address === '::'

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')

/** Whether it is the limited broadcast address (RFC 919), or the last address of a network of this host. */
function isBroadcast(address: string): boolean {
  if (isIPv6(address)) return false
  if (address === '255.255.255.255') return true
  const asked = ipv4Number(address)
  return networksOfHost().some(([network, prefix]) => {
    const hostBits = prefix > 30 ? 0 : 2 ** (32 - prefix) - 1
    return hostBits > 0 && asked === (network | hostBits) >>> 0
  })
}

/** Each IPv4 address of this host with its prefix length, that of the loopback network too. Deno asks for a permission, and throws without it. */
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
