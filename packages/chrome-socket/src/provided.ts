/** The runtime's backend and TLS, made when they are first needed, once for all apps: neither has state of an app. */
import { provide } from '#runtime'
import type { Provision } from './runtime/provision.ts'

let provision: Provision | undefined

export function provided(): Provision {
  return (provision ??= provide())
}
