/**
 * TLS providers that break one rule each, and the cases about TLS that must fail.
 */
import { completionOf } from './changed-sockets.ts'
import { type ByteStream, NetError, type TlsProvider, afterMicrotasks, readBytes } from '@chrome-socket/api/backend'
import type { Mutant } from './mutant.ts'

function changed(secure: (provider: TlsProvider) => TlsProvider['secure']): (provider: TlsProvider) => TlsProvider {
  return (provider) => ({ name: provider.name, secure: secure(provider) })
}

/** Makes a stream with some members replaced. */
function streamWith(inner: ByteStream, changes: Partial<ByteStream>): ByteStream {
  return {
    local: inner.local,
    peer: inner.peer,
    read: (max, reader) => inner.read(max, reader),
    write: (bytes, done) => inner.write(bytes, done),
    close: () => inner.close(),
    ...changes,
  }
}

const inBothVersions = (...names: string[]): string[] =>
  ['tls1.2', 'tls1.3'].flatMap((version) => names.map((name) => `${version}: ${name}`))

export const tlsMutants: readonly Mutant<TlsProvider>[] = [
  {
    name: 'fails inside the call',
    change: changed((provider) => (inner, options, done) => {
      if (options.minVersion !== 'tls1.3' || options.maxVersion !== 'tls1.2')
        return provider.secure(inner, options, done)
      inner.close()
      done(NetError.ERR_SSL_PROTOCOL_ERROR)
      return () => {}
    }),
    fails: ['secure: no completion comes inside the call that asks for it'],
  },
  {
    name: 'completes twice',
    change: changed(
      (provider) => (inner, options, done) =>
        provider.secure(inner, options, (result, stream) => {
          done(result, stream)
          if (stream === undefined) afterMicrotasks(() => done(result))
        }),
    ),
    fails: ['secure: each completion comes exactly once'],
  },
  {
    name: 'trusts everybody for anything when the certificate has run out',
    change: changed(
      (provider) => (inner, options, done) =>
        provider.secure(inner, options, (result, stream) => {
          if (result === NetError.ERR_CERT_DATE_INVALID) done(NetError.OK, inner)
          else done(result, stream)
        }),
    ),
    fails: [
      'secure: certificate expired for localhost gives ERR_CERT_DATE_INVALID',
      'secure: certificate future for localhost gives ERR_CERT_DATE_INVALID',
    ],
  },
  {
    name: 'checks no name',
    change: changed(
      (provider) => (inner, options, done) =>
        provider.secure(inner, options, (result, stream) => {
          if (result === NetError.ERR_CERT_COMMON_NAME_INVALID) done(NetError.OK, inner)
          else done(result, stream)
        }),
    ),
    fails: [
      'secure: certificate wrongName for localhost gives ERR_CERT_COMMON_NAME_INVALID',
      'secure: certificate nameInSubjectOnly for localhost gives ERR_CERT_COMMON_NAME_INVALID',
      'secure: certificate good for 127.0.0.2 gives ERR_CERT_COMMON_NAME_INVALID',
    ],
  },
  {
    name: 'calls a reset a failure',
    change: changed(
      (provider) => (inner, options, done) =>
        provider.secure(inner, options, (result, stream) => {
          done(result === NetError.ERR_CONNECTION_RESET ? NetError.ERR_FAILED : result, stream)
        }),
    ),
    fails: ['secure: a server that resets gives ERR_CONNECTION_RESET'],
  },
  {
    name: 'ignores a cancel',
    change: changed((provider) => (inner, options, done) => {
      const cancel = provider.secure(inner, options, done)
      let cancelled = false
      return () => {
        if (!cancelled) afterMicrotasks(() => done(NetError.ERR_ABORTED))
        cancelled = true
        cancel()
      }
    }),
    fails: [
      'secure: a cancelled one does not complete and closes the inner stream',
      'secure: cancelled at once, it does not complete either',
    ],
  },
  {
    name: 'leaves the inner stream open when it fails',
    change: changed((provider) => (inner, options, done) => {
      let failed = false
      const kept = streamWith(inner, {
        close() {
          if (!failed) setTimeout(() => failed || inner.close(), 300)
        },
      })
      return provider.secure(kept, options, (result, stream) => {
        failed = stream === undefined
        done(result, stream)
      })
    }),
    fails: [
      'secure: certificate expired for localhost gives ERR_CERT_DATE_INVALID',
      'secure: certificate future for localhost gives ERR_CERT_DATE_INVALID',
      'secure: certificate wrongName for localhost gives ERR_CERT_COMMON_NAME_INVALID',
      'secure: certificate nameInSubjectOnly for localhost gives ERR_CERT_COMMON_NAME_INVALID',
      'secure: certificate good for 127.0.0.2 gives ERR_CERT_COMMON_NAME_INVALID',
      'secure: certificate selfSigned for localhost gives ERR_CERT_AUTHORITY_INVALID',
      'secure: certificate unknownAuthority for localhost gives ERR_CERT_AUTHORITY_INVALID',
      'secure: certificate intermediateNotSent for localhost gives ERR_CERT_AUTHORITY_INVALID',
      'secure: certificate sha1 for localhost gives ERR_CERT_INVALID',
      'secure: certificate clientUsage for localhost gives ERR_CERT_INVALID',
      'secure: certificate issuedByLeaf for localhost gives ERR_CERT_INVALID',
      'secure: certificate unknownCriticalExtension for localhost gives ERR_CERT_INVALID',
      'secure: no version in common gives ERR_SSL_VERSION_OR_CIPHER_MISMATCH',
      'secure: no version between the limits gives ERR_SSL_PROTOCOL_ERROR',
      'secure: a server that closes gives ERR_CONNECTION_CLOSED',
      'secure: a server that resets gives ERR_CONNECTION_RESET',
      'secure: a server that speaks something else gives ERR_SSL_PROTOCOL_ERROR',
    ],
  },
  {
    name: 'reports the end as a reset',
    change: changed(
      (provider) => (inner, options, done) =>
        provider.secure(inner, options, (result, stream) => {
          if (stream === undefined) {
            done(result)
            return
          }
          const read: ByteStream['read'] = (max, reader) => {
            const done = completionOf(reader)
            readBytes(stream, max, (count, bytes) => done(count === 0 ? NetError.ERR_CONNECTION_RESET : count, bytes))
          }
          done(result, streamWith(stream, { read }))
        }),
    ),
    fails: inBothVersions(
      'a close_notify is the end, after all that was sent',
      'an end without a close_notify is the end too',
      'over an inner stream of single bytes and slow writes',
    ),
  },
  {
    name: 'asks the inner stream for half a byte',
    change: changed((provider) => (inner, options, done) => {
      let asked = false
      const odd = streamWith(inner, {
        read(max, reader) {
          // The mutant does this only once: many such reads would fail cases with another subject.
          inner.read(asked ? max : max + 0.5, reader)
          asked = true
        },
      })
      return provider.secure(odd, options, done)
    }),
    fails: inBothVersions('the inner stream is used as the contract says'),
  },
]
