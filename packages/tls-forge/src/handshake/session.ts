/**
 * Sessions to resume: tickets of TLS 1.3 (RFC 8446, section 4.6.1), and tickets and session IDs of TLS 1.2 (RFC 5077;
 * RFC 5246, section 7.4.1.2).
 */
import { Map } from '../bytes/globals.ts'

export interface Session {
  readonly version: 'tls1.2' | 'tls1.3'
  readonly suiteId: number
  /** The pre-shared key of a TLS 1.3 ticket, or the master secret of TLS 1.2. */
  readonly secret: Uint8Array
  /** The ticket. Empty if a TLS 1.2 server gave a session ID instead. */
  readonly ticket: Uint8Array
  readonly sessionId: Uint8Array
  readonly ageAdd: number
  /** The time of receipt, in milliseconds since 1970. */
  readonly receivedAt: number
  /** The time when the ticket or a certificate of the server expires, in milliseconds since 1970. */
  readonly expiresAt: number
  /** The certificates from the handshake that began the session, the server's own certificate first. */
  readonly peerChain: readonly Uint8Array[]
}

/** The sessions with a single server. */
export interface SessionStore {
  /** Removes and returns the newest session that has not expired. A ticket is used for one connection only. */
  take(now: number): Session | undefined
  put(session: Session): void
  /** Removes a session that was put here, if it is still there. */
  drop(session: Session): void
}

/** The sessions that one connection has put into the store. */
export class ConnectionSessions {
  readonly #store: SessionStore | undefined
  readonly #kept: Session[] = []

  constructor(store: SessionStore | undefined) {
    this.#store = store
  }

  keep(session: Session): void {
    this.#kept.push(session)
    if (this.#kept.length > maxPerServer) this.#kept.shift()
    this.#store?.put(session)
  }

  /**
   * Removes the sessions, because those of a failed connection must not be used (RFC 5246, section 7.2.2; RFC 8446,
   * section 6.2).
   */
  dropAll(): void {
    for (const session of this.#kept.splice(0)) this.#store?.drop(session)
  }
}

/** The maximum lifetime of a session, seven days: RFC 8446, section 4.6.1, forbids keeping a ticket for longer. */
export const maxLifetimeSeconds = 604_800

const maxServers = 256
const maxPerServer = 4

/** A cache in memory for the sessions of the servers that were used last. */
export class SessionCache {
  readonly #byServer = new Map<string, Session[]>()

  /** Returns the store of a server. `server` must contain everything that must be equal for a session to be resumed. */
  store(server: string): SessionStore {
    return {
      take: (now) => this.#take(server, now),
      put: (session) => this.#put(server, session),
      drop: (session) => this.#drop(server, session),
    }
  }

  #take(server: string, now: number): Session | undefined {
    const sessions = this.#byServer.get(server)
    const session = sessions?.pop()
    if (sessions?.length === 0) this.#byServer.delete(server)
    if (session === undefined) return undefined
    return session.expiresAt > now && session.receivedAt <= now ? session : this.#take(server, now)
  }

  #drop(server: string, session: Session): void {
    const left = this.#byServer.get(server)?.filter((kept) => kept !== session) ?? []
    if (left.length > 0) this.#byServer.set(server, left)
    else this.#byServer.delete(server)
  }

  #put(server: string, session: Session): void {
    const sessions = this.#byServer.get(server) ?? []
    sessions.push(session)
    if (sessions.length > maxPerServer) sessions.shift()
    this.#byServer.delete(server)
    this.#byServer.set(server, sessions)
    if (this.#byServer.size <= maxServers) return
    for (const oldest of this.#byServer.keys()) {
      this.#byServer.delete(oldest)
      break
    }
  }
}
