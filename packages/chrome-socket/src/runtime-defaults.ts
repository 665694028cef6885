/** The backend and TLS of this runtime. All apps share them, because neither holds the state of an app. They are made on first use. */
import { makeDefaults } from '#runtime'
import type { RuntimeDefaults } from './runtime/defaults.ts'

let defaults: RuntimeDefaults | undefined

export function runtimeDefaults(): RuntimeDefaults {
  return (defaults ??= makeDefaults())
}
