/**
 * Lists the addresses of the host. Source: https://nodejs.org/api/os.html#osnetworkinterfaces, which Bun implements
 * (https://bun.com/docs/runtime/nodejs-compat#node-os).
 */
import os from 'node:os'
import { entriesOf } from './globals.ts'
import { afterMicrotasks, NetError, withoutZone } from '@chrome-socket/api/backend'
import type { InterfacesCompletion, NetworkInterface } from '@chrome-socket/api/backend'

export function networkInterfaces(complete: InterfacesCompletion): void {
  const found = externalAddresses()
  afterMicrotasks(() => {
    if (found === undefined) complete(NetError.ERR_FAILED, [])
    else complete(NetError.OK, found)
  })
}

/** The addresses of the host without loopback, or undefined if no descriptor is free, because Bun then throws. */
function externalAddresses(): readonly NetworkInterface[] | undefined {
  try {
    return entriesOf(os.networkInterfaces()).flatMap(([name, addresses = []]) =>
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

/** The loopback interface as an address for `setsockopt` and Bun. IPv6 needs the zone: `::1%lo`. */
export function loopbackInterface(isIPv6: boolean): string {
  if (!isIPv6) return '127.0.0.1'
  for (const [name, addresses = []] of entriesOf(os.networkInterfaces())) {
    if (addresses.some(({ internal }) => internal)) return `::1%${name}`
  }
  return '::1'
}

/** The number of one bits in a netmask such as `255.255.240.0` or `ffff:ffff::`. */
function prefixLengthOf(netmask: string): number {
  const radix = netmask.includes(':') ? 16 : 10
  let ones = 0
  for (const part of netmask.split(/[.:]/)) {
    for (let bits = Number.parseInt(part || '0', radix); bits > 0; bits &= bits - 1) ones += 1
  }
  return ones
}
