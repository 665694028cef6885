/**
 * The permissions of Deno and of Node 25 and later. A server without permission to listen throws in a tick of the runtime,
 * where the exception cannot be caught, so the permission is checked before. Deno gives no reason for a datagram that it
 * refuses, so the permission is checked afterwards.
 * Source: https://docs.deno.com/api/deno/~/Deno.Permissions, https://nodejs.org/docs/latest/api/permissions.html
 */
import process from 'node:process'
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

/** Whether a server may listen at `endpoint`. Deno may ask the user. */
export function mayListen(endpoint: Endpoint): boolean {
  if (deno !== undefined) return deno.permissions.requestSync(descriptorOf(endpoint)).state === 'granted'
  return nodeMayUseNetwork()
}

/** Whether Deno permits the process to reach `endpoint`. The result is true in other runtimes. */
export function denoMayReach(endpoint: Endpoint): boolean {
  return deno === undefined || deno.permissions.querySync(descriptorOf(endpoint)).state === 'granted'
}

function descriptorOf({ address, port }: Endpoint): NetDescriptor {
  return { name: 'net', host: `${address.includes(':') ? `[${address}]` : address}:${port}` }
}

/**
 * Whether Node permits the network. A Node without `--allow-net` never restricts it, but `permission.has` returns false
 * there.
 */
function nodeMayUseNetwork(): boolean {
  const { permission } = process as { permission?: { has(scope: string): boolean } }
  const isRestricted = permission !== undefined && process.allowedNodeEnvironmentFlags.has('--allow-net')
  return !isRestricted || permission.has('net')
}
