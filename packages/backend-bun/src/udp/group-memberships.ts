/**
 * The multicast groups of one socket. Source: https://bun.com/docs/runtime/networking/udp, and ip(7), IP_ADD_MEMBERSHIP.
 *
 * Bun cannot send with the TTL 0. Such datagrams leave through the loopback interface instead. So a member of an IPv4 group
 * joins it there, too, and not only on the interface that the system chooses. For IPv6, Linux has no multicast route on
 * loopback.
 */
import { isIpv6 } from '@chrome-socket/api/backend'
import type { BunError, BunUdpSocket } from '../bun-types.ts'
import { Set } from '../globals.ts'

/** The address of the loopback interface. */
const loopback = '127.0.0.1'

export class GroupMemberships {
  readonly #native: BunUdpSocket
  readonly #onLoopback: Set<string> = new Set()

  constructor(native: BunUdpSocket) {
    this.#native = native
  }

  /** Joins a group. Throws Bun's error if the system refuses. */
  join(group: string): void {
    try {
      this.#native.addMembership(group)
    } catch (error) {
      // Linux limits the memberships of a socket (igmp_max_memberships). The memberships on loopback make room.
      if ((error as BunError).code !== 'ENOBUFS' || this.#onLoopback.size === 0) throw error
      for (const each of this.#onLoopback) this.#leaveOnLoopback(each)
      this.#native.addMembership(group)
    }
    if (!isIpv6(group)) this.#joinOnLoopback(group)
  }

  /** Leaves a group. Throws Bun's error if the system refuses. */
  leave(group: string): void {
    // Loopback comes first, because a leave without an interface drops the membership that was added last.
    this.#leaveOnLoopback(group)
    this.#native.dropMembership(group)
  }

  /**
   * Joins on loopback. It ignores the failure if the system has already chosen this interface, or if the limit is reached.
   */
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
