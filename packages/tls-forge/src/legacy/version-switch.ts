/**
 * For servers that may be of the time before TLS 1.2: the ClientHello is that of TLS 1.2 and 1.3, and the ServerHello
 * decides who goes on, our engine or forge's. What came until then is kept and given to forge.
 */
import { TlsEngine } from '../engine/tls-engine.ts'
import type { ClientOptions } from '../handshake/context.ts'
import { LegacyVersionFault } from '../handshake/server-hello.ts'
import type { EngineEvents, SecureEngine } from '../engine/secure-engine.ts'
import type { LegacyRange } from '../handshake/version-range.ts'
import type { CipherSuite } from '../wire/cipher-suites.ts'
import { forgeSuiteIds } from './forge-connection.ts'
import { ForgeEngine } from './forge-engine.ts'

/** An engine for `range`, and for the versions in `options` unless `range` is all that is wanted. */
export function legacyEngine(options: ClientOptions, range: LegacyRange, events: EngineEvents): SecureEngine {
  return range.alone ? new ForgeEngine(options, range, events) : new VersionSwitch(options, range, events)
}

/** No ServerHello is longer; a server that sends more before it is none. */
const maxKept = 65_536

const isCbc = (suite: CipherSuite): boolean => suite.version === 'tls1.2' && suite.cipher.endsWith('cbc')

class VersionSwitch implements SecureEngine {
  readonly #options: ClientOptions
  readonly #range: LegacyRange
  readonly #events: EngineEvents
  readonly #modern: TlsEngine
  #engine: SecureEngine
  #kept: Uint8Array[] = []
  #keptBytes = 0

  constructor(options: ClientOptions, range: LegacyRange, events: EngineEvents) {
    // Forge knows no tickets. A server of before TLS 1.2 takes any suite with CBC that is offered.
    const suites = options.suites.filter((suite) => !isCbc(suite) || forgeSuiteIds.includes(suite.id))
    this.#options = { ...options, suites, sessions: undefined, legacyVersions: true }
    this.#range = range
    this.#events = events
    this.#modern = new TlsEngine(this.#options, {
      ...events,
      secured: () => {
        this.#kept = []
        events.secured()
      },
      failed: (fault) => {
        if (fault instanceof LegacyVersionFault) this.#switch()
        else events.failed(fault)
      },
    })
    this.#engine = this.#modern
  }

  get connection(): SecureEngine['connection'] {
    return this.#engine.connection
  }

  get buffered(): number {
    return this.#engine.buffered
  }

  get opening(): boolean {
    return this.#engine.opening
  }

  start(): void {
    this.#engine.start()
  }

  receive(bytes: Uint8Array): void {
    if (this.#engine === this.#modern && this.#keptBytes < maxKept) {
      this.#keptBytes += bytes.length
      this.#kept.push(bytes.slice())
    }
    this.#engine.receive(bytes)
  }

  receiveEnd(): void {
    this.#engine.receiveEnd()
  }

  receiveFailure(netError: number): void {
    this.#engine.receiveFailure(netError)
  }

  write(bytes: Uint8Array, written: () => void): void {
    this.#engine.write(bytes, written)
  }

  close(sent: () => void): void {
    this.#engine.close(sent)
  }

  #switch(): void {
    const forge = new ForgeEngine(this.#options, this.#range, this.#events, this.#modern.hello)
    this.#engine = forge
    forge.start()
    for (const bytes of this.#kept) forge.receive(bytes)
    this.#kept = []
  }
}
