/**
 * The subject of the stream suite: anything that opens a byte stream of the contract with a trusted peer at its other end.
 */
import type { ByteStream } from '@chrome-socket/api/backend'
import { readExactly } from './ask.ts'
import type { ContractSubject } from './contract-case.ts'
import type { RawStream } from './raw-peer.ts'
import type { Trial } from './trial.ts'

/** A byte stream that is tested, and its other end. */
export interface StreamPair {
  /** The stream that is tested. */
  readonly stream: ByteStream
  /** Its other end. */
  readonly peer: RawStream
  /** Closes everything else that was opened for the pair, when the case is over. */
  readonly release?: () => void
}

/** Whatever opens byte streams of the contract. */
export interface StreamSubject extends ContractSubject {
  /** Opens a new stream and its other end. */
  open(): Promise<StreamPair>
  /** The peer cannot reset: a pipe, a relay. */
  readonly peerCannotReset?: boolean
  /** The peer cannot end its side and read on. */
  readonly peerCannotHalfClose?: boolean
}

export const streamParts: Readonly<Record<string, (subject: StreamSubject) => boolean>> = {
  reset: (subject) => subject.peerCannotReset !== true,
  halfClose: (subject) => subject.peerCannotHalfClose !== true,
}

/** A size above the sum of all buffers: the system's on both sides, and the backend's own. */
export const overflow: Uint8Array = new Uint8Array(16_777_216)

/**
 * The bytes that a case leaves unread at a close. A backend must end a connection with up to 64 KiB unread, but a system need not
 * take as many without a read.
 */
export const unread: Uint8Array = new Uint8Array(20_000)

/**
 * Waits until `pair` has carried a byte from the peer. All that peers have written before has then arrived, too, because a host
 * delivers to itself within the write.
 */
export async function carryByte(trial: Trial, { stream, peer }: StreamPair): Promise<void> {
  await trial.within('a write of the peer', peer.write(Uint8Array.of(1)))
  await readExactly(trial, stream, 1)
}

/** Opens a pair, which is closed at the end of the case. */
export async function openPair(subject: StreamSubject, trial: Trial): Promise<StreamPair> {
  const { stream, peer, release } = await trial.within('a new stream', subject.open())
  if (release !== undefined) trial.use({ close: release })
  return { stream: trial.use(stream), peer: trial.use(peer) }
}
