/**
 * The multicast groups that a UDP socket has joined.
 * Source: Chromium extensions/browser/api/socket/udp_socket.cc (JoinGroup, LeaveGroup) and services/network/udp_socket.cc
 */
import { Set } from '../../backend/globals.ts'
import type { Completion, NetResult } from '../../backend/contract.ts'
import type { DatagramChannel } from './datagram-channel.ts'
import { canonicalIpLiteral, isIpv6, isMulticast } from '../../backend/ip-address.ts'
import { NetError } from '../../backend/net-error.ts'
import { afterMicrotasks } from '../../backend/turn/turns.ts'

export class MulticastGroups {
  readonly #joined = new Set<string>()
  #isAbandoned = false

  get list(): readonly string[] {
    return [...this.#joined]
  }

  /** Joins a group. `channel` is the channel of the socket, if it is open. */
  join(address: string, channel: DatagramChannel | undefined, complete: Completion): void {
    const group = canonicalIpLiteral(address)
    if (group === undefined || this.#joined.has(group)) return complete(NetError.ERR_ADDRESS_INVALID)
    const refusal = refusalToJoin(group, channel)
    if (refusal !== undefined || channel === undefined) {
      return afterMicrotasks(() => complete(refusal ?? NetError.ERR_UNEXPECTED))
    }
    channel.socket.joinGroup(group, (joined) => {
      this.#settle(channel, joined, complete, () => this.#joined.add(group))
    })
  }

  leave(address: string, channel: DatagramChannel | undefined, complete: Completion): void {
    const group = canonicalIpLiteral(address)
    if (group === undefined || !this.#joined.has(group)) return complete(NetError.ERR_ADDRESS_INVALID)
    if (channel === undefined) return afterMicrotasks(() => complete(NetError.ERR_UNEXPECTED))
    channel.socket.leaveGroup(group, (left) => {
      this.#settle(channel, left, complete, () => this.#joined.delete(group))
    })
  }

  /**
   * Completes a join or a leave. Chromium continues a join that was under way when the socket was disconnected, and the
   * group stays in the list.
   */
  #settle(channel: DatagramChannel, found: NetResult, complete: Completion, take: () => void): void {
    if (this.#isAbandoned) return
    const result = found === NetError.ERR_CONNECTION_CLOSED && channel.isClosed ? NetError.OK : found
    if (result === NetError.OK) take()
    complete(result)
  }

  /** Forgets all groups, which the system has left with the socket. */
  clear(): void {
    this.#joined.clear()
  }

  /** Forgets all groups. The callback of a join or a leave that is under way never comes. */
  abandon(): void {
    this.#isAbandoned = true
    this.clear()
  }
}

/** Returns the error of Chromium's network service or of its system, if there is one. */
function refusalToJoin(group: string, channel: DatagramChannel | undefined): number | undefined {
  if (channel === undefined || channel.socket.peer !== undefined) return NetError.ERR_UNEXPECTED
  if (isIpv6(group) !== isIpv6(channel.socket.local.address)) return NetError.ERR_ADDRESS_INVALID
  return isMulticast(group) ? undefined : NetError.ERR_INVALID_ARGUMENT
}
