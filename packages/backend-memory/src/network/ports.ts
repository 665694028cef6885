/**
 * The ports of one protocol on one host: who is bound where, and which port is free.
 * An IPv6 wildcard takes IPv4 too, as on Linux with net.ipv6.bindv6only = 0 (ipv6(7)).
 */
import { Map } from '../globals.ts'
import { isUnspecified } from './ip-address.ts'
import type { IpAddress } from './ip-address.ts'

/** Linux's net.ipv4.ip_local_port_range (ip(7)). */
const firstEphemeral = 32_768
const lastEphemeral = 60_999

interface Binding<Owner> {
  readonly address: IpAddress
  readonly owner: Owner
}

export class Ports<Owner> {
  readonly #bindings: Map<number, readonly Binding<Owner>[]> = new Map()
  #nextEphemeral = firstEphemeral

  /** Returns `port`, or a free one when it is 0. Undefined when the address is taken there, or when no port is free. */
  choose(address: IpAddress, port: number): number | undefined {
    if (port !== 0) return this.#isFree(address, port) ? port : undefined
    for (let tried = firstEphemeral; tried <= lastEphemeral; tried += 1) {
      const candidate = this.#nextEphemeral
      this.#nextEphemeral = candidate === lastEphemeral ? firstEphemeral : candidate + 1
      if (this.#isFree(address, candidate)) return candidate
    }
    return undefined
  }

  #isFree(address: IpAddress, port: number): boolean {
    return !this.#boundTo(port).some((other) => covers(other.address, address) || covers(address, other.address))
  }

  /** Binds a port that `choose` gave. Returns what unbinds it. */
  bind(address: IpAddress, port: number, owner: Owner): () => void {
    const binding = { address, owner }
    this.#bindings.set(port, [...this.#boundTo(port), binding])
    return () => {
      const others = this.#boundTo(port).filter((other) => other !== binding)
      if (others.length === 0) this.#bindings.delete(port)
      else this.#bindings.set(port, others)
    }
  }

  /** The owner who gets data that is sent to this address and port. */
  find(address: IpAddress, port: number): Owner | undefined {
    return this.#boundTo(port).find((binding) => covers(binding.address, address))?.owner
  }

  /** All who are bound to this port, at any address. */
  all(port: number): readonly Owner[] {
    return this.#boundTo(port).map(({ owner }) => owner)
  }

  #boundTo(port: number): readonly Binding<Owner>[] {
    return this.#bindings.get(port) ?? []
  }
}

/** Whether a socket that is bound to `bound` gets data that is sent to `address`. */
export function covers(bound: IpAddress, address: IpAddress): boolean {
  if (bound.text === address.text) return true
  return isUnspecified(bound) && (bound.family === 6 || address.family === 4)
}
