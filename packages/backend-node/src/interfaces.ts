/**
 * The addresses of this host.
 * Source: https://nodejs.org/docs/latest-v20.x/api/os.html#osnetworkinterfaces
 */
import os from 'node:os'
import type { NetResult, NetworkInterface } from '@chrome-socket/api/backend'
import { afterMicrotasks } from '@chrome-socket/api/backend'
import { resultOf } from './node-error.ts'

export function networkInterfaces(done: (result: NetResult, interfaces: readonly NetworkInterface[]) => void): void {
  let interfaces: readonly NetworkInterface[] = []
  const result = resultOf(() => {
    interfaces = externalAddresses()
  })
  afterMicrotasks(() => done(result, interfaces))
}

/** Asking the system takes a descriptor, and throws when there is none to be had. */
function externalAddresses(): readonly NetworkInterface[] {
  return Object.entries(os.networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter(({ internal }) => !internal)
      .map(({ address, cidr }) => ({ name, address, prefixLength: Number(cidr?.split('/')[1] ?? 0) })),
  )
}
