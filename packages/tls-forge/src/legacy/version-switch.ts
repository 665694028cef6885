/**
 * Connects to servers that may be older than TLS 1.2. One ClientHello offers all versions, and the ServerHello
 * decides which engine continues, ours or forge's. The bytes until then are kept for forge.
 */
import type { EngineEvents, EngineState, SecureEngine } from '../engine/secure-engine.ts'
import { TlsEngine } from '../engine/tls-engine.ts'
import type { ClientOptions, NegotiatedConnection } from '../handshake/context.ts'
import { LegacyVersionFault } from '../handshake/server-hello.ts'
import type { LegacyRange } from '../handshake/version-range.ts'
import type { CipherSuite } from '../wire/cipher-suites.ts'
import type { TlsFault } from '../wire/fault.ts'
import { forgeSuiteIds } from './forge-connection.ts'
import { ForgeEngine } from './forge-engine.ts'

/** Returns an engine for `range`, and also for the versions in `options` unless the app excludes them. */
export function legacyEngine(options: ClientOptions, range: LegacyRange, events: EngineEvents): SecureEngine {
  return range.excludesModern ? new ForgeEngine(options, range, events) : new VersionSwitch(options, range, events)
}

/** The maximum number of bytes to keep. It is longer than any ServerHello. */
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
    // Forge has no tickets and only some of the CBC suites, and an old server may choose any suite that is offered.
    const suites = options.suites.filter((suite) => !isCbc(suite) || forgeSuiteIds.includes(suite.id))
    this.#options = { ...options, suites, sessions: undefined, legacyVersions: true }
    this.#range = range
    this.#events = events
    this.#modern = new TlsEngine(this.#options, {
      output: (bytes, sent) => events.output(bytes, sent),
      changed: () => {
        this.#switchIfOld()
        events.changed()
      },
    })
    this.#engine = this.#modern
  }

  get state(): EngineState {
    return this.#engine.state
  }

  get fault(): TlsFault | undefined {
    return this.#engine.fault
  }

  get connection(): NegotiatedConnection {
    return this.#engine.connection
  }

  get buffered(): number {
    return this.#engine.buffered
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
    this.#switchIfOld()
  }

  receiveEnd(): void {
    this.#engine.receiveEnd()
  }

  receiveFailure(netError: number): void {
    this.#engine.receiveFailure(netError)
  }

  isReadable(max: number): boolean {
    return this.#engine.isReadable(max)
  }

  take(max: number): Uint8Array<ArrayBuffer> {
    return this.#engine.take(max)
  }

  write(bytes: Uint8Array, written: () => void): void {
    this.#engine.write(bytes, written)
  }

  close(sent: () => void): void {
    this.#engine.close(sent)
  }

  /** Switches to forge's engine if the server has chosen an old version. Otherwise drops the bytes that were kept. */
  #switchIfOld(): void {
    if (this.#engine !== this.#modern || this.#modern.state === 'handshake') return
    const kept = this.#kept
    this.#kept = []
    this.#keptBytes = maxKept
    if (!(this.#modern.fault instanceof LegacyVersionFault)) return
    const forge = new ForgeEngine(this.#options, this.#range, this.#events, this.#modern.hello)
    this.#engine = forge
    forge.start()
    for (const bytes of kept) forge.receive(bytes)
  }
}
