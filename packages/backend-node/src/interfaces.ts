/**
 * Lists the addresses of this host.
 * Source: https://nodejs.org/docs/latest-v20.x/api/os.html#osnetworkinterfaces
 */
import os from 'node:os'
import type { InterfacesCompletion, NetworkInterface } from '@chrome-socket/api/backend'
import { afterMicrotasks } from '@chrome-socket/api/backend'
import { entriesOf } from './globals.ts'
import { resultOf } from './node-error.ts'

export function networkInterfaces(complete: InterfacesCompletion): void {
  let interfaces: readonly NetworkInterface[] = []
  const result = resultOf(() => {
    interfaces = externalAddresses()
  })
  afterMicrotasks(() => complete(result, interfaces))
}

/** The addresses of this host without loopback. Throws if no descriptor is free, because Node needs one. */
function externalAddresses(): readonly NetworkInterface[] {
  return entriesOf(os.networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter(({ internal }) => !internal)
      .map(({ address, cidr }) => ({ name, address, prefixLength: Number(cidr?.split('/')[1] ?? 0) })),
  )
}
