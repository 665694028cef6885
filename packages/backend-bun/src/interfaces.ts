/**
 * The host's addresses. Source: https://nodejs.org/api/os.html#osnetworkinterfaces, which Bun implements
 * (https://bun.com/docs/runtime/nodejs-compat#node-os).
 */
import os from 'node:os'
import { afterMicrotasks, NetError } from '@chrome-socket/api/backend'
import type { Backend, NetworkInterface } from '@chrome-socket/api/backend'

export const networkInterfaces: NonNullable<Backend['networkInterfaces']> = (done) => {
  const found = externalAddresses()
  afterMicrotasks(() => {
    if (found === undefined) done(NetError.ERR_FAILED, [])
    else done(NetError.OK, found)
  })
}

/** Asking the system takes a descriptor, and throws when there is none to be had. */
function externalAddresses(): readonly NetworkInterface[] | undefined {
  try {
    return Object.entries(os.networkInterfaces()).flatMap(([name, addresses = []]) =>
      addresses
        .filter(({ internal }) => !internal)
        .map(({ address, netmask }) => ({
          name,
          address: withoutZone(address),
          prefixLength: prefixLengthOf(netmask),
        })),
    )
  } catch {
    return undefined
  }
}

/** An IPv6 address of the loopback interface with its zone, `::1%lo`, which names that interface to `setsockopt`. */
export function loopbackInterface6(): string {
  for (const [name, addresses = []] of Object.entries(os.networkInterfaces())) {
    if (addresses.some(({ internal }) => internal)) return `::1%${name}`
  }
  return '::1'
}

function withoutZone(address: string): string {
  const zone = address.indexOf('%')
  return zone < 0 ? address : address.slice(0, zone)
}

/** The one bits of `255.255.240.0` or `ffff:ffff::`: a netmask has no zero before a one. */
function prefixLengthOf(netmask: string): number {
  const radix = netmask.includes(':') ? 16 : 10
  let ones = 0
  for (const part of netmask.split(/[.:]/)) {
    for (let bits = Number.parseInt(part || '0', radix); bits > 0; bits &= bits - 1) ones += 1
  }
  return ones
}
