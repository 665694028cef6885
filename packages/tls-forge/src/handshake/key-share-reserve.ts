/**
 * Key shares made ahead of time. While one handshake waits for its server, the key of the next one is made. Each is given out
 * once, and so used for one connection (RFC 8446, section 4.2.8).
 */
import { Map, Promise, setImmediate, setTimeout } from '../bytes/globals.ts'
import type { CryptoProvider, GroupName, KeyShare, Result } from '../crypto/provider.ts'

/** By the provider that makes them: connections that have the same one share its reserve. */
const reserves = new WeakMap<CryptoProvider, KeyShareReserve>()

/** A key share of `crypto` that nobody has had. */
export function takeKeyShare(crypto: CryptoProvider, group: GroupName): Result<KeyShare> {
  let reserve = reserves.get(crypto)
  if (reserve === undefined) {
    reserve = new KeyShareReserve((wanted) => crypto.generateKeyShare(wanted))
    reserves.set(crypto, reserve)
  }
  return reserve.take(group)
}

export class KeyShareReserve {
  readonly #generate: (group: GroupName) => Result<KeyShare>
  readonly #ready = new Map<GroupName, Result<KeyShare>>()

  constructor(generate: (group: GroupName) => Result<KeyShare>) {
    this.#generate = generate
  }

  take(group: GroupName): Result<KeyShare> {
    const ready = this.#ready.get(group)
    this.#ready.delete(group)
    afterThisTurn(() => this.#prepare(group))
    return ready ?? this.#generate(group)
  }

  #prepare(group: GroupName): void {
    if (this.#ready.has(group)) return
    try {
      const share = this.#generate(group)
      this.#ready.set(group, share)
      // A key share that fails now is tried again when it is needed.
      if (share instanceof Promise) share.catch(() => this.#ready.delete(group))
    } catch {
      this.#ready.delete(group)
    }
  }
}

/** Runs `task` when the ClientHello is on its way. Neither kind of turn keeps a process alive for longer than it takes. */
function afterThisTurn(task: () => void): void {
  if (setImmediate === undefined) setTimeout(task, 0)
  else setImmediate(task)
}
