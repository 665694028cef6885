/**
 * The multicast groups of one socket. Source: https://bun.com/docs/runtime/networking/udp, and ip(7), IP_ADD_MEMBERSHIP.
 *
 * Bun cannot send with the TTL 0. Such datagrams leave by the loopback interface instead, so a member of an IPv4 group joins it
 * there as well as on the interface that the system chooses. With IPv6, Linux has no route for multicast on that interface.
 */
import { isIpv6 } from '@chrome-socket/api/backend'
import type { BunError, BunUdpSocket } from '../bun-types.ts'
import { Set } from '../globals.ts'

/** The loopback interface, by its address. */
const loopback = '127.0.0.1'

export class GroupMemberships {
  readonly #native: BunUdpSocket
  readonly #onLoopback: Set<string> = new Set()

  constructor(native: BunUdpSocket) {
    this.#native = native
  }

  /** Throws Bun's error when the system refuses. */
  join(group: string): void {
    try {
      this.#native.addMembership(group)
    } catch (error) {
      // Linux has a limit for the memberships of one socket (igmp_max_memberships). Those of the loopback interface yield.
      if ((error as BunError).code !== 'ENOBUFS' || this.#onLoopback.size === 0) throw error
      for (const each of this.#onLoopback) this.#leaveOnLoopback(each)
      this.#native.addMembership(group)
    }
    if (!isIpv6(group)) this.#joinOnLoopback(group)
  }

  /** Throws Bun's error when the system refuses. */
  leave(group: string): void {
    // First: without an interface, the system drops the membership that was added last.
    this.#leaveOnLoopback(group)
    this.#native.dropMembership(group)
  }

  /** It fails where the system has chosen this interface already, and where the limit is reached. */
  #joinOnLoopback(group: string): void {
    try {
      this.#native.addMembership(group, loopback)
      this.#onLoopback.add(group)
    } catch {}
  }

  #leaveOnLoopback(group: string): void {
    if (this.#onLoopback.delete(group)) this.#native.dropMembership(group, loopback)
  }
}
