/**
 * Records a real server's flight, and replays it with each byte changed in turn, and cut off after each byte, to the
 * same client. No handshake may succeed. The exception is a byte of an unprotected record: its version "MUST be
 * ignored for all purposes" (RFC 8446, section 5.1). As in BoringSSL, only the first byte of the version is checked.
 */
import net from 'node:net'
import tls from 'node:tls'
import { x25519 } from '@noble/curves/ed25519.js'
import { describe, expect, it } from 'vitest'
import { NetError } from '@chrome-socket/api/backend'
import { nodeCrypto } from '../src/crypto/node.ts'
import type { CryptoProvider } from '../src/crypto/provider.ts'
import { encryptPkcs1 } from '../src/crypto/rsa-public.ts'
import { TlsEngine } from '../src/engine/tls-engine.ts'
import { cipherSuites, suitesByPreference, type CipherSuite } from '../src/wire/cipher-suites.ts'
import { concatenate } from '../src/bytes/bytes.ts'
import type { TlsFault } from '../src/wire/fault.ts'
import { contentType, headerLength } from '../src/records/record.ts'
import { clientOptions, isSecured } from './support/conversation.ts'
import { leaf, leafKey } from './support/identity.ts'
import { issue, keyUsage, makeKey, type KeyPair } from '@chrome-socket/x509/issuing'
import { pem } from '@chrome-socket/x509/issuing'

const fives = (length: number): Uint8Array => new Uint8Array(length).fill(5)

/** Returns a provider without randomness, so that the client sends the same messages each time. */
function repeatable(): CryptoProvider {
  const provider = nodeCrypto()
  const secret = new Uint8Array(32).fill(7)
  const publicKey = x25519.getPublicKey(secret)
  const agreed = new Map<string, Uint8Array>()
  return {
    ...provider,
    randomBytes: fives,
    encryptPkcs1: (spki, message) => encryptPkcs1(spki, message, fives),
    generateKeyShare: () => ({
      group: 'x25519',
      publicKey,
      agree(peer) {
        const known = agreed.get(peer.toString()) ?? x25519.getSharedSecret(secret, peer)
        agreed.set(peer.toString(), known)
        return known
      },
    }),
  }
}

type Version = 'tls1.2' | 'tls1.3'

/** The client's offer, and the server's certificate. */
interface Kind {
  readonly version: Version
  readonly suites: readonly CipherSuite[]
  readonly certificate: Uint8Array
  readonly key: KeyPair
}

const rsaKey = makeKey('rsa2048')
const gcm = suitesByPreference(['aes-128-gcm'])
const kinds: Readonly<Record<string, Kind>> = {
  'TLS 1.3': { version: 'tls1.3', suites: gcm, certificate: leaf, key: leafKey },
  'TLS 1.2': { version: 'tls1.2', suites: gcm, certificate: leaf, key: leafKey },
  // No message is signed here. Only the Finished protects the handshake.
  'TLS 1.2 with static RSA and CBC': {
    version: 'tls1.2',
    suites: cipherSuites.filter(({ name }) => name === 'TLS_RSA_WITH_AES_128_CBC_SHA'),
    certificate: issue({ subject: 'x', issuer: 'x', signer: rsaKey, key: rsaKey, extensions: [keyUsage(2)] }),
    key: rsaKey,
  },
}

/** Returns the positions of the second version byte of each unprotected record. */
function ignoredBytes({ version }: Kind, flights: readonly Uint8Array[]): number[] {
  const ignored: number[] = []
  const bytes = concatenate(...flights)
  let isProtected = false
  for (let at = 0; at < bytes.length;) {
    const [type, , , high = 0, low = 0] = bytes.subarray(at)
    const isChange = type === contentType.changeCipherSpec
    if (version === 'tls1.3' ? type !== contentType.applicationData : !isProtected) ignored.push(at + 2)
    isProtected ||= isChange
    at += headerLength + high * 256 + low
  }
  return ignored
}

interface Run {
  readonly secured: boolean
  readonly fault: TlsFault | undefined
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function client({ version, suites }: Kind, output: (bytes: Uint8Array) => void): { engine: TlsEngine; run: () => Run } {
  const crypto = repeatable()
  const engine = new TlsEngine(
    clientOptions({ crypto, suites, groups: ['x25519', 'secp256r1'], minVersion: version, maxVersion: version }),
    {
      output(bytes, sent) {
        output(bytes)
        sent()
      },
      changed: () => {},
    },
  )
  return { engine, run: () => ({ secured: isSecured(engine), fault: engine.fault }) }
}

/** Records the server's flights, split where the client speaks in between. */
async function record(kind: Kind): Promise<readonly Uint8Array[]> {
  const protocol = kind.version === 'tls1.2' ? 'TLSv1.2' : 'TLSv1.3'
  const key = kind.key.privateKey.export({ type: 'pkcs8', format: 'pem' })
  const server = tls.createServer({
    cert: pem(kind.certificate),
    key,
    minVersion: protocol,
    maxVersion: protocol,
    ciphers: 'DEFAULT',
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const socket = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1')
  const flights: Uint8Array[][] = [[]]
  const { engine, run } = client(kind, (bytes) => {
    socket.write(bytes)
    if (flights.at(-1)?.length) flights.push([])
  })
  socket.on('data', (bytes) => {
    if (!run().secured) flights.at(-1)?.push(new Uint8Array(bytes))
    engine.receive(new Uint8Array(bytes))
  })
  engine.start()
  while (!run().secured && run().fault === undefined) await turn()
  socket.destroy()
  server.close()
  expect(run().fault).toBeUndefined()
  return flights.map((chunks) => concatenate(...chunks)).filter((flight) => flight.length > 0)
}

/** Replays the flights to a new client. `at` counts over all of them. */
async function replay(
  kind: Kind,
  flights: readonly Uint8Array[],
  change: (flight: Uint8Array, start: number) => Uint8Array | undefined,
): Promise<Run> {
  const { engine, run } = client(kind, () => {})
  engine.start()
  let start = 0
  for (const flight of flights) {
    await turn()
    const changed = change(flight.slice(), start)
    if (changed !== undefined) engine.receive(changed)
    if (changed === undefined || changed.length < flight.length) break
    start += flight.length
  }
  await turn()
  engine.receiveEnd()
  await turn()
  return run()
}

describe.each(Object.entries(kinds))('a flight of %s', (_, kind) => {
  it('does not succeed with any byte changed', { timeout: 120_000 }, async () => {
    const flights = await record(kind)
    const length = flights.reduce((sum, flight) => sum + flight.length, 0)
    expect((await replay(kind, flights, (flight) => flight)).secured).toBe(true)
    const through: number[] = []
    const withoutAlert: number[] = []
    for (let at = 0; at < length; at += 1) {
      const { secured, fault } = await replay(kind, flights, (flight, start) => {
        const index = at - start
        if (index >= 0 && index < flight.length) flight[index] = (flight[index] ?? 0) ^ (1 << (at % 8))
        return flight
      })
      if (secured || fault === undefined || fault.netError >= 0) through.push(at)
      // If a length has grown, the client waits for more until the connection ends.
      else if (fault.alert === undefined && fault.netError !== NetError.ERR_CONNECTION_CLOSED) withoutAlert.push(at)
    }
    expect([through, withoutAlert]).toEqual([ignoredBytes(kind, flights), []])
    expect(length).toBeGreaterThan(600)
  })

  it('does not succeed if it is cut off after any byte', { timeout: 120_000 }, async () => {
    const flights = await record(kind)
    const length = flights.reduce((sum, flight) => sum + flight.length, 0)
    for (let at = 0; at < length; at += 1) {
      const { secured, fault } = await replay(kind, flights, (flight, start) =>
        at - start >= flight.length ? flight : at > start ? flight.subarray(0, at - start) : undefined,
      )
      expect([at, secured, fault?.netError]).toEqual([at, false, NetError.ERR_CONNECTION_CLOSED])
    }
  })
})
