/**
 * The permissions of Deno and of Node 25 and later. A server that may not listen throws in a tick of the runtime's own, where
 * nobody can catch it, and Deno gives no reason when a datagram may not be sent. So the runtime is asked before, or after.
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

/** Whether a server may listen at `endpoint`. Deno asks the user where it is run to do so. */
export function mayListen(endpoint: Endpoint): boolean {
  if (deno !== undefined) return deno.permissions.requestSync(descriptorOf(endpoint)).state === 'granted'
  return nodeMayUseNetwork()
}

/** Whether Deno lets the process reach `endpoint`. True in other runtimes. */
export function denoMayReach(endpoint: Endpoint): boolean {
  return deno === undefined || deno.permissions.querySync(descriptorOf(endpoint)).state === 'granted'
}

function descriptorOf({ address, port }: Endpoint): NetDescriptor {
  return { name: 'net', host: `${address.includes(':') ? `[${address}]` : address}:${port}` }
}

/** Before it had the flag, Node restricted the network in no process, and said no to every question about it. */
function nodeMayUseNetwork(): boolean {
  const { permission } = process as { permission?: { has(scope: string): boolean } }
  const isRestricted = permission !== undefined && process.allowedNodeEnvironmentFlags.has('--allow-net')
  return !isRestricted || permission.has('net')
}
