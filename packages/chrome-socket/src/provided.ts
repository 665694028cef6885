/** The runtime's backend and TLS. All apps share them, because neither has state of an app. They are made on first use. */
import { provide } from '#runtime'
import type { Provision } from './runtime/provision.ts'

let provision: Provision | undefined

export function provided(): Provision {
  return (provision ??= provide())
}
