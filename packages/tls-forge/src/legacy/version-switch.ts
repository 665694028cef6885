/**
 * Servers that may be older than TLS 1.2: the ClientHello is that of TLS 1.2 and 1.3, and the ServerHello decides which
 * engine goes on, ours or forge's. The bytes that come until then are kept, and given to forge.
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

/** An engine for `range`, and for the versions in `options` unless `range` is all that is wanted. */
export function legacyEngine(options: ClientOptions, range: LegacyRange, events: EngineEvents): SecureEngine {
  return range.alone ? new ForgeEngine(options, range, events) : new VersionSwitch(options, range, events)
}

/** No ServerHello is longer; a server that sends more before it is not a TLS server. */
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
    // Forge knows no tickets, and only some suites with CBC, while an old server takes any of those that are offered.
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

  /** Goes on with forge's engine where the server has chosen an old version. Forgets what is kept where it has not. */
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
