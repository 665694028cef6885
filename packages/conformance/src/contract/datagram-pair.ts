/**
 * A datagram socket to try, and its peer.
 */
import type { DatagramSocket } from '@chrome-socket/api/backend'
import { openDatagram, openResult } from './ask.ts'
import type { BackendSubject } from './backend-subject.ts'
import { openAtOwnPort } from './own-port.ts'
import type { RawDatagramSocket } from './raw-peer.ts'
import type { Trial } from './trial.ts'

export interface DatagramPair {
  readonly socket: DatagramSocket
  readonly peer: RawDatagramSocket
}

/** A socket bound to a free port, and a peer. */
export async function openBound(
  subject: BackendSubject,
  trial: Trial,
  address: string = subject.ipv4,
): Promise<DatagramPair> {
  const peer = trial.use(await trial.within('a datagram peer', subject.peer.openDatagram(address)))
  return { socket: await openDatagram(trial, subject.backend, { bind: { address, port: 0 } }), peer }
}

/** A socket connected to a peer. */
export async function openConnected(
  subject: BackendSubject,
  trial: Trial,
  address: string = subject.ipv4,
): Promise<DatagramPair> {
  const peer = trial.use(await trial.within('a datagram peer', subject.peer.openDatagram(address)))
  return { socket: await openDatagram(trial, subject.backend, { connect: peer.local }), peer }
}

/** A socket bound to a port that nobody else gets once the socket has closed. */
export async function openBoundApart(
  { backend, ipv4: address }: BackendSubject,
  trial: Trial,
): Promise<DatagramSocket> {
  return await openAtOwnPort((port) =>
    openResult<DatagramSocket>(trial, 'an openDatagram', (done) =>
      backend.openDatagram?.({ bind: { address, port }, multicastTtl: 1, multicastLoopback: true }, done),
    ),
  )
}
