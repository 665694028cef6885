/**
 * Deno's permissions. Deno throws in a place where nobody can catch it when a server may not listen, and gives no reason
 * when a datagram may not be sent. So it is asked before, or after.
 * Source: https://docs.deno.com/api/deno/~/Deno.Permissions
 */
import type { Endpoint } from '@chrome-socket/api/backend'

interface NetDescriptor {
  readonly name: 'net'
  readonly host: string
}

interface DenoRuntime {
  readonly permissions: {
    querySync(descriptor: NetDescriptor): { readonly state: string }
    requestSync(descriptor: NetDescriptor): { readonly state: string }
  }
}

const deno = (globalThis as { readonly Deno?: DenoRuntime }).Deno

/** Whether the process may use the network at `endpoint`. True in other runtimes. */
export function denoMayReach(endpoint: Endpoint): boolean {
  return deno === undefined || deno.permissions.querySync(descriptorOf(endpoint)).state === 'granted'
}

/** The same, after asking the user where Deno does so. */
export function denoMayListen(endpoint: Endpoint): boolean {
  return deno === undefined || deno.permissions.requestSync(descriptorOf(endpoint)).state === 'granted'
}

function descriptorOf({ address, port }: Endpoint): NetDescriptor {
  return { name: 'net', host: `${address.includes(':') ? `[${address}]` : address}:${port}` }
}
