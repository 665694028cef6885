/**
 * `onCertificateError` and `onSecure`, which every TLS provider of this project has. The cases check when the handler
 * is called, with what faults, and how far its answer goes. The codes are Chromium's, from the certificate cases.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { afterAll, describe, expect, test } from 'vitest'
import { NetError, type ByteStream, type Endpoint, type NetResult, type TlsProvider } from '@chrome-socket/api/backend'
import type { OnCertificateError, SecureConnection } from '@chrome-socket/x509'
import { chromiumVerdicts, servedCases, type ServedCase } from '../certificates/index.ts'

/** The options of a TLS provider that the cases use. */
export interface DecisionOptions {
  /** The authorities to trust, in PEM. */
  readonly ca: readonly string[]
  /** Called if a server's certificates are not accepted. */
  readonly onCertificateError?: OnCertificateError
  /** Called when a handshake is complete. */
  readonly onSecure?: (connection: SecureConnection) => void
  /** The SHA-256 hashes of SubjectPublicKeyInfos, in base64. */
  readonly pinnedKeys?: readonly string[]
}

/** A TLS provider that asks its user about certificates. */
export interface DecisionSubject {
  /** Makes the provider. */
  readonly provider: (options: DecisionOptions) => TlsProvider
  /** Opens the connection below TLS. */
  readonly connect: (to: Endpoint) => Promise<ByteStream>
}

/**
 * Adds tests of `onCertificateError` and `onSecure` for TLS providers. Call it at the top of a file, with `await`, as
 * `runCertificateCases`.
 * @param subjects by the names that the tests show
 * @throws Error, as a rejection: as `servedCases` does.
 * @example
 * import { nodeBackend, nodeTls } from '@chrome-socket/backend-node'
 * import { connectWith } from '@chrome-socket/conformance/contract/node-subject'
 * import { runCertificateDecisions } from '@chrome-socket/conformance/vitest'
 *
 * await runCertificateDecisions({ nodeTls: { provider: nodeTls, connect: connectWith(nodeBackend()) } })
 */
export async function runCertificateDecisions(subjects: Readonly<Record<string, DecisionSubject>>): Promise<void> {
  const served = await servedCases()
  afterAll(() => served.close())
  const caseOf = (name: string): ServedCase => {
    const found = served.cases.find((each) => each.name === name)
    if (found === undefined) throw new Error(`There is no case "${name}"`)
    return found
  }

  describe.each(Object.entries(subjects))('%s', (_, { provider, connect }) => {
    const secure = async (options: Partial<DecisionOptions>, name: string, times = 1): Promise<Secured[]> => {
      const { port, serverName } = caseOf(name)
      const asked = provider({ ca: served.authorities, ...options })
      const results: Secured[] = []
      for (let time = 0; time < times; time += 1) {
        const inner = await connect({ address: '127.0.0.1', port })
        results.push(
          await new Promise((resolve) => {
            asked.secure(inner, { serverName }, (result, stream) => resolve({ result, stream }))
          }),
        )
      }
      return results
    }
    const resultOf = async (options: Partial<DecisionOptions>, name: string): Promise<NetResult> => {
      const [secured] = await secure(options, name)
      secured?.stream?.close()
      return secured?.result ?? NetError.ERR_FAILED
    }

    test.each(['expired leaf', 'wrong name', 'unknown authority', 'SHA-1', 'for clients only'])(
      'a user may accept: %s',
      async (name) => {
        const told: unknown[] = []
        const onCertificateError: OnCertificateError = async (chain, error, serverName) => {
          told.push([chain.map((der) => der[0]), error, serverName])
          // The answer comes later, as from a person.
          await new Promise((resolve) => setTimeout(resolve, 10))
          return true
        }
        const [secured] = await secure({ onCertificateError }, name)
        expect(secured?.result).toBe(NetError.OK)
        expect(told).toEqual([[[0x30], chromiumVerdicts[name], 'localhost']])
        expect(await write(secured?.stream)).toBe(1)
        secured?.stream?.close()
      },
    )

    test('the chain is the one that the server sent', async () => {
      let lengths: readonly number[] = []
      const onCertificateError: OnCertificateError = (chain) => {
        lengths = chain.map((der) => der.length)
        return false
      }
      expect(await resultOf({ onCertificateError }, 'intermediate with SHA-1')).toBe(NetError.ERR_CERT_INVALID)
      expect(lengths).toHaveLength(2)
      expect(new Set(lengths).size).toBe(2)
    })

    test.each<[string, OnCertificateError]>([
      ['no', () => false],
      ['no, later', async () => false],
      ['something else than true', () => 1 as unknown as boolean],
      ['nothing', () => undefined as unknown as boolean],
      [
        'a throw',
        () => {
          throw new Error('the handler is broken')
        },
      ],
      ['a rejection', () => Promise.reject(new Error('the handler is broken'))],
    ])('the answer %s is a no', async (_, onCertificateError) => {
      expect(await resultOf({ onCertificateError }, 'unknown authority')).toBe(NetError.ERR_CERT_AUTHORITY_INVALID)
    })

    test('the answer is for one connection', async () => {
      const answers = [true, false, true]
      const onCertificateError: OnCertificateError = () => answers.shift() === true
      const results = await secure({ onCertificateError }, 'unknown authority', 3)
      for (const { stream } of results) stream?.close()
      expect(results.map(({ result }) => result)).toEqual([
        NetError.OK,
        NetError.ERR_CERT_AUTHORITY_INVALID,
        NetError.OK,
      ])
    })

    test.each(['a good chain', 'key usage for key encipherment alone', 'dates with an offset'])(
      'nobody is asked about: %s',
      async (name) => {
        let isAsked = false
        const onCertificateError: OnCertificateError = () => (isAsked = true)
        expect(await resultOf({ onCertificateError }, name)).toBe(chromiumVerdicts[name])
        expect(isAsked).toBe(false)
      },
    )

    test('no other fault of a handshake is asked about', async () => {
      let isAsked = false
      const onCertificateError: OnCertificateError = () => (isAsked = true)
      const asked = provider({ ca: served.authorities, onCertificateError })
      const inner = await connect({ address: '127.0.0.1', port: caseOf('expired leaf').port })
      const result = await new Promise<NetResult>((resolve) => {
        asked.secure(inner, { serverName: 'localhost', minVersion: 'tls1.3', maxVersion: 'tls1.2' }, resolve)
      })
      expect(result).toBe(NetError.ERR_SSL_PROTOCOL_ERROR)
      expect(isAsked).toBe(false)
    })

    test('one that is called off while a person is asked is not completed', async () => {
      const { port, serverName } = caseOf('unknown authority')
      let answer: (isAccepted: boolean) => void = () => {}
      let isCompleted = false
      let isAsked: () => void = () => {}
      const asked = new Promise<void>((resolve) => {
        isAsked = resolve
      })
      const onCertificateError: OnCertificateError = () => {
        isAsked()
        return new Promise((resolve) => {
          answer = resolve
        })
      }
      const inner = await connect({ address: '127.0.0.1', port })
      const callOff = provider({ ca: served.authorities, onCertificateError }).secure(inner, { serverName }, () => {
        isCompleted = true
      })
      await asked
      callOff()
      answer(true)
      // Another complete handshake. By its end, the first handshake would have been completed.
      await resultOf({}, 'a good chain')
      expect(isCompleted).toBe(false)
    })

    test('a pin that the server does not have is not overruled', async () => {
      const pinnedKeys = [Buffer.alloc(32).toString('base64')]
      const onCertificateError: OnCertificateError = () => true
      const result = NetError.ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN
      expect(await resultOf({ pinnedKeys }, 'a good chain')).toBe(result)
      expect(await resultOf({ pinnedKeys, onCertificateError }, 'a good chain')).toBe(result)
      expect(await resultOf({ pinnedKeys, onCertificateError }, 'unknown authority')).toBe(result)
    })

    test.each([null, 5, 'x'])('%j is refused as the options, in plain words', (options) => {
      expect(() => provider(options as never)).toThrow(new TypeError('the options have to be an object'))
    })

    // Expectation: a runtime calls a handler in the async context of the call that was given it.
    test('the handlers run in the async context of the call of secure', async () => {
      const storage = new AsyncLocalStorage<string>()
      const contexts: unknown[] = []
      const note = (handler: string): void => void contexts.push([handler, storage.getStore()])
      const { port, serverName } = caseOf('unknown authority')
      const asked = storage.run('the provider', () =>
        provider({
          ca: served.authorities,
          onCertificateError() {
            note('onCertificateError')
            return true
          },
          onSecure: () => note('onSecure'),
        }),
      )
      const secureIn = async (context: string): Promise<void> => {
        const inner = await storage.run('the connect', () => connect({ address: '127.0.0.1', port }))
        const stream = await new Promise<ByteStream | undefined>((resolve) => {
          storage.run(context, () => asked.secure(inner, { serverName }, (_result, secured) => resolve(secured)))
        })
        stream?.close()
      }
      await secureIn('the first call')
      await secureIn('the second call')
      expect(contexts).toEqual([
        ['onCertificateError', 'the first call'],
        ['onSecure', 'the first call'],
        ['onCertificateError', 'the second call'],
        ['onSecure', 'the second call'],
      ])
    })

    test('onSecure tells what was agreed on, and the chain', async () => {
      const told: SecureConnection[] = []
      const onSecure = (connection: SecureConnection): void => void told.push(connection)
      expect(await resultOf({ onSecure }, 'a good chain with an intermediate')).toBe(NetError.OK)
      expect(await resultOf({ onSecure }, 'unknown authority')).toBe(NetError.ERR_CERT_AUTHORITY_INVALID)
      expect(told).toHaveLength(1)
      const [connection] = told
      expect(connection).toMatchObject({ serverName: 'localhost', version: 'tls1.3', resumed: false })
      expect(connection?.cipherSuite).toMatch(/^TLS_(AES|CHACHA20)_/)
      expect(connection?.peerChain.map((der) => der[0])).toEqual([0x30, 0x30])
    })
  })
}

interface Secured {
  readonly result: NetResult
  readonly stream: ByteStream | undefined
}

async function write(stream: ByteStream | undefined): Promise<NetResult> {
  return new Promise((resolve) => {
    stream?.write(Uint8Array.of(0x61), resolve)
  })
}
