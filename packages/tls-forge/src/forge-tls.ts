/**
 * `forgeTls`: TLS in JavaScript, over any backend's byte stream.
 */
import { Error } from './bytes/globals.ts'
import {
  NetError,
  afterMicrotasks,
  type ByteStream,
  type Cancel,
  type SecureCompletion,
  type TlsOptions,
  type TlsProvider,
} from '@chrome-socket/api/backend'
import { versionRange } from './handshake/version-range.ts'
import type { ForgeTlsOptions } from './options.ts'
import { preparation } from './preparation.ts'
import { SecureCall } from './secure-call.ts'
import { TlsFault } from './wire/fault.ts'

/**
 * Makes a TLS provider for `secure`: TLS 1.2 and 1.3 in JavaScript, over the streams of any backend. If the client's
 * key needs a key derivation, connections wait for it. If it fails, they fail, and `onFailure` gets the reason.
 * @param options the options, each of them optional
 * @throws TypeError: an option is not valid; the message names it.
 * @throws Error: `passphrase` does not fit `key`.
 * @errors of a handshake: those of `chrome.socket.secure`, and `-2 ERR_FAILED` if the client's key cannot be used, or
 * if there is no `ca` and the runtime reveals no certificates.
 * @example
 * import { createChrome } from '@chrome-socket/api'
 * import { nodeBackend } from '@chrome-socket/backend-node'
 * import { forgeTls } from '@chrome-socket/tls-forge'
 *
 * const tls = forgeTls({ alpnProtocols: ['http/1.1'], onFailure: ({ reason }) => console.error(reason) })
 * const chrome = createChrome({ backend: nodeBackend(), tls })
 */
export function forgeTls(options: ForgeTlsOptions = {}): TlsProvider {
  const prepare = preparation(options)
  return {
    name: 'forge',
    oldestVersion: options.legacyVersions ? 'tls1' : 'tls1.2',
    secure(transport: ByteStream, tls: TlsOptions, complete: SecureCompletion): Cancel {
      const call = new SecureCall(options, transport, tls, complete)
      const range = versionRange(tls, options.legacyVersions === true)
      if (range === undefined) {
        afterMicrotasks(() => call.fail(new TlsFault(undefined, 'the minimum version is above the maximum')))
      } else {
        prepare().then(
          (prepared) => call.begin(prepared, range),
          (error: unknown) => afterMicrotasks(() => call.fail(faultOfPreparation(error))),
        )
      }
      return () => call.cancel()
    },
  }
}

function faultOfPreparation(error: unknown): TlsFault {
  const reason = error instanceof Error ? error.message : 'the options cannot be used'
  return new TlsFault(undefined, reason, NetError.ERR_FAILED)
}
