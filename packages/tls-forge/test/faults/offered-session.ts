/**
 * Clients that offer a session to the server.
 */
import type { ClientOptions } from '../../src/handshake/context.ts'
import { SessionCache, type Session } from '../../src/handshake/session.ts'
import { none } from '../support/alterations.ts'

export const sessionId: Uint8Array = new Uint8Array(32).fill(5)

const offered12: Session = {
  version: 'tls1.2',
  suiteId: 0xc02b,
  secret: new Uint8Array(48).fill(1),
  ticket: none,
  sessionId,
  ageAdd: 0,
  receivedAt: 1000,
  expiresAt: Number.MAX_SAFE_INTEGER,
  peerChain: [],
}

const offered13: Session = {
  ...offered12,
  version: 'tls1.3',
  suiteId: 0x1301,
  secret: new Uint8Array(32).fill(1),
  ticket: Uint8Array.of(1, 2, 3),
  sessionId: none,
  ageAdd: 5,
}

const offering = (session: Session): Partial<ClientOptions> => {
  const sessions = new SessionCache().store('x')
  sessions.put(session)
  return { sessions }
}

export const offering12 = (changes: Partial<Session> = {}): Partial<ClientOptions> =>
  offering({ ...offered12, ...changes })
export const offering13 = (changes: Partial<Session> = {}): Partial<ClientOptions> =>
  offering({ ...offered13, ...changes })
