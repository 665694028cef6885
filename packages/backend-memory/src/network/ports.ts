/**
 * The ports of a protocol on a host, with their owners. An IPv6 wildcard also covers IPv4, as on Linux with
 * net.ipv6.bindv6only = 0 (ipv6(7)).
 */
import { Map } from '../globals.ts'
import { isUnspecified } from './ip-address.ts'
import type { IpAddress } from './ip-address.ts'

/** The range of ephemeral ports, as in Linux's net.ipv4.ip_local_port_range (ip(7)). */
const firstEphemeral = 32_768
const lastEphemeral = 60_999

interface Binding<Owner> {
  readonly address: IpAddress
  readonly owner: Owner
}

export class Ports<Owner> {
  readonly #bindings: Map<number, readonly Binding<Owner>[]> = new Map()
  #nextEphemeral = firstEphemeral

  /**
   * Returns `port`, or a free port if it is 0. Returns undefined if the address and port are in use, or if no port is free.
   */
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

  /** Binds a port that `choose` has returned. Returns the function that unbinds it. */
  bind(address: IpAddress, port: number, owner: Owner): () => void {
    const binding = { address, owner }
    this.#bindings.set(port, [...this.#boundTo(port), binding])
    return () => {
      const others = this.#boundTo(port).filter((other) => other !== binding)
      if (others.length === 0) this.#bindings.delete(port)
      else this.#bindings.set(port, others)
    }
  }

  /** The owner that gets data for this address and port. */
  find(address: IpAddress, port: number): Owner | undefined {
    return this.#boundTo(port).find((binding) => covers(binding.address, address))?.owner
  }

  /** All owners that are bound to this port, at any address. */
  all(port: number): readonly Owner[] {
    return this.#boundTo(port).map(({ owner }) => owner)
  }

  #boundTo(port: number): readonly Binding<Owner>[] {
    return this.#bindings.get(port) ?? []
  }
}

/** Whether a socket that is bound to `bound` gets data for `address`. */
export function covers(bound: IpAddress, address: IpAddress): boolean {
  if (bound.text === address.text) return true
  return isUnspecified(bound) && (bound.family === 6 || address.family === 4)
}
