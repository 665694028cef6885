/**
 * Sessions that can be resumed: tickets of TLS 1.3 (RFC 8446, section 4.6.1), tickets and session IDs of
 * TLS 1.2 (RFC 5077; RFC 5246, section 7.4.1.2).
 */
export interface Session {
  readonly version: 'tls1.2' | 'tls1.3'
  readonly suiteId: number
  /** The key that the ticket stands for, or the master secret. */
  readonly secret: Uint8Array
  /** Empty in TLS 1.2 where the server gave a session ID instead. */
  readonly ticket: Uint8Array
  readonly sessionId: Uint8Array
  readonly ageAdd: number
  /** In milliseconds since 1970. */
  readonly receivedAt: number
  /** In milliseconds since 1970: neither the ticket nor the server's certificates are good after that. */
  readonly expiresAt: number
  /** The certificates by which the server proved itself when the session began, its own first. */
  readonly peerChain: readonly Uint8Array[]
}

/** The sessions with one server. */
export interface SessionStore {
  /** The newest session that has not expired. It is given out once: a ticket is for one connection. */
  take(now: number): Session | undefined
  put(session: Session): void
  /** Forgets a session that was put here, if it is still there. */
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

  /** Sessions of a connection that has failed are not to be used (RFC 5246, section 7.2.2; RFC 8446, section 6.2). */
  dropAll(): void {
    for (const session of this.#kept.splice(0)) this.#store?.drop(session)
  }
}

/** RFC 8446, section 4.6.1: no ticket is kept for longer than seven days. */
export const maxLifetimeSeconds = 604_800

const maxServers = 256
const maxPerServer = 4

/** Sessions in memory, of the servers last used. */
export class SessionCache {
  readonly #byServer = new Map<string, Session[]>()

  /** `server` names everything that must be the same for a session to be resumed. */
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
