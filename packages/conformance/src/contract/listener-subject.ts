/**
 * A listener to try.
 */
import type { TcpListener } from '@chrome-socket/api/backend'
import { listen } from './ask.ts'
import type { BackendSubject } from './backend-subject.ts'
import type { Trial } from './trial.ts'

/** Listens at a free port. */
export async function listenAnywhere({ backend, ipv4 }: BackendSubject, trial: Trial): Promise<TcpListener> {
  return await listen(trial, backend, { address: ipv4, port: 0 })
}
