/**
 * A call of a provider's `secure`: the handshake over a connection, until it is complete, has failed or is cancelled.
 */
import { currentTime } from './bytes/globals.ts'
import { NetError, type ByteStream, type SecureCompletion, type TlsOptions } from '@chrome-socket/api/backend'
import type { EngineEvents, SecureEngine } from './engine/secure-engine.ts'
import { TlsEngine } from './engine/tls-engine.ts'
import type { ClientOptions } from './handshake/context.ts'
import type { VersionRange } from './handshake/version-range.ts'
import { bindToContext } from '@chrome-socket/x509'
import type { ForgeTlsOptions } from './options.ts'
import type { Prepared } from './preparation.ts'
import { TlsStream } from './stream/tls-stream.ts'
import { suitesByPreference } from './wire/cipher-suites.ts'
import type { TlsFault } from './wire/fault.ts'

export class SecureCall {
  readonly #options: ForgeTlsOptions
  readonly #transport: ByteStream
  readonly #tls: TlsOptions
  readonly #complete: SecureCompletion
  /** The stream to close: the connection beneath until the handshake has begun. */
  #stream: ByteStream
  /** Whether the call has been completed or cancelled. */
  #isOver = false

  constructor(options: ForgeTlsOptions, transport: ByteStream, tls: TlsOptions, complete: SecureCompletion) {
    this.#options = inContext(options)
    this.#transport = transport
    this.#tls = tls
    this.#complete = complete
    this.#stream = transport
  }

  /** Begins the handshake, unless the call has been cancelled. */
  begin(prepared: Prepared, range: VersionRange): void {
    if (this.#isOver) return
    const client = this.#clientOptions(prepared, range)
    const createEngine = (events: EngineEvents): SecureEngine =>
      range.legacy === undefined || prepared.legacy === undefined
        ? new TlsEngine(client, events)
        : prepared.legacy.legacyEngine(client, range.legacy, events)
    const stream = new TlsStream(
      this.#transport,
      createEngine,
      (fault) => (fault === undefined ? this.#succeed(stream) : this.fail(fault)),
      (fault) => this.#report(fault),
    )
    this.#stream = stream
  }

  /** Closes the stream, reports the fault and completes the call with its net error. */
  fail(fault: TlsFault): void {
    if (!this.#end()) return
    this.#stream.close()
    try {
      this.#report(fault)
    } finally {
      this.#complete(fault.netError)
    }
  }

  cancel(): void {
    if (this.#end()) this.#stream.close()
  }

  #succeed(stream: TlsStream): void {
    if (!this.#end()) return
    // An error that `onSecure` throws goes to the host, as from any callback. The call completes all the same.
    try {
      this.#options.onSecure?.({ serverName: this.#tls.serverName, ...stream.engine.connection })
    } finally {
      this.#complete(NetError.OK, stream)
    }
  }

  /** Returns true on the first call. */
  #end(): boolean {
    const isFirst = !this.#isOver
    this.#isOver = true
    return isFirst
  }

  #report({ netError: error, message: reason, alert }: TlsFault): void {
    const { serverName } = this.#tls
    this.#options.onFailure?.({ serverName, error, reason, ...(alert !== undefined && { alert }) })
  }

  #clientOptions({ crypto, clientCertificate, verifier, sessions }: Prepared, range: VersionRange): ClientOptions {
    const { alpnProtocols = [], keyLog, legacyCipherSuites = false, now = currentTime } = this.#options
    const { serverName } = this.#tls
    const { address, port } = this.#transport.peer
    const { minVersion, maxVersion, legacy } = range
    return {
      crypto,
      serverName,
      minVersion,
      maxVersion,
      // Servers older than TLS 1.2 have no other suites.
      suites: suitesByPreference(crypto.aeads, legacyCipherSuites || legacy !== undefined),
      groups: crypto.groups,
      alpnProtocols,
      clientCertificate,
      sessions: sessions?.store(`${serverName} ${address} ${port} ${minVersion} ${maxVersion}`),
      verifyPeer: (chain) => verifier(chain, serverName, this.#options.onCertificateError),
      keyLog,
      now,
    }
  }
}

/** Binds the user's handlers to the async context of the call. */
function inContext(options: ForgeTlsOptions): ForgeTlsOptions {
  const { onSecure, onFailure, onCertificateError, keyLog } = options
  return {
    ...options,
    ...(onSecure && { onSecure: bindToContext(onSecure) }),
    ...(onFailure && { onFailure: bindToContext(onFailure) }),
    ...(onCertificateError && { onCertificateError: bindToContext(onCertificateError) }),
    ...(keyLog && { keyLog: bindToContext(keyLog) }),
  }
}
