/**
 * A listener to try.
 */
import type { TcpListener } from '@chrome-socket/api/backend'
import { listen, openResult } from './ask.ts'
import type { BackendSubject } from './backend-subject.ts'
import { openAtOwnPort } from './own-port.ts'
import type { Trial } from './trial.ts'

/** Listens at a free port. */
export async function listenAnywhere({ backend, ipv4 }: BackendSubject, trial: Trial): Promise<TcpListener> {
  return await listen(trial, backend, { address: ipv4, port: 0 })
}

/** Listens at a port that nobody else gets once the listener has closed. */
export async function listenAtOwnPort({ backend, ipv4: address }: BackendSubject, trial: Trial): Promise<TcpListener> {
  return await openAtOwnPort((port) =>
    openResult<TcpListener>(trial, 'a listen', (done) => backend.listen?.({ address, port }, 16, done)),
  )
}
