/**
 * The addresses of this host.
 * Source: https://nodejs.org/docs/latest-v20.x/api/os.html#osnetworkinterfaces
 */
import os from 'node:os'
import type { NetResult, NetworkInterface } from '@chrome-socket/api'
import { afterMicrotasks, NetError } from '@chrome-socket/api'

export function networkInterfaces(done: (result: NetResult, interfaces: readonly NetworkInterface[]) => void): void {
  const interfaces = Object.entries(os.networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter(({ internal }) => !internal)
      .map(({ address, cidr }) => ({ name, address, prefixLength: Number(cidr?.split('/')[1] ?? 0) })),
  )
  afterMicrotasks(() => done(NetError.OK, interfaces))
}
