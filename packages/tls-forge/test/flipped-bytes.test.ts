/**
 * A real server's flight, recorded while the test runs, then given to the same client again with each byte changed in
 * turn, and cut off after each byte: no handshake may come through. But for one byte of a record that is not protected:
 * of its version RFC 8446, section 5.1, says that it "MUST be ignored for all purposes", and all that is looked at is,
 * as in BoringSSL, that it is a version of TLS.
 */
import net from 'node:net'
import tls from 'node:tls'
import { x25519 } from '@noble/curves/ed25519.js'
import { describe, expect, it } from 'vitest'
import { NetError } from '@chrome-socket/api'
import { nodeCrypto } from '../src/crypto/node.ts'
import type { CryptoProvider } from '../src/crypto/provider.ts'
import { TlsEngine } from '../src/engine.ts'
import { suitesByPreference } from '../src/wire/cipher-suites.ts'
import { concatenate } from '../src/wire/bytes.ts'
import type { TlsFault } from '../src/wire/fault.ts'
import { contentType, headerLength } from '../src/wire/record.ts'
import { clientOptions } from './support/conversation.ts'
import { leaf, leafKey } from './support/server-13.ts'
import { pem } from './x509/pem-writer.ts'

/** The same ClientHello every time: its randomness, and its key, never change. */
function repeatable(): CryptoProvider {
  const provider = nodeCrypto()
  const secret = new Uint8Array(32).fill(7)
  const publicKey = x25519.getPublicKey(secret)
  const agreed = new Map<string, Uint8Array>()
  return {
    ...provider,
    randomBytes: (length) => new Uint8Array(length).fill(5),
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

/** Where the second bytes of the versions of unprotected records are. */
function ignoredBytes(version: 'tls1.2' | 'tls1.3', flights: readonly Uint8Array[]): number[] {
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

function client(
  version: 'tls1.2' | 'tls1.3',
  output: (bytes: Uint8Array) => void,
): { engine: TlsEngine; run: () => Run } {
  const crypto = repeatable()
  const run: { secured: boolean; fault: TlsFault | undefined } = { secured: false, fault: undefined }
  const suites = suitesByPreference(['aes-128-gcm'])
  const engine = new TlsEngine(
    clientOptions({ crypto, suites, groups: ['x25519', 'secp256r1'], minVersion: version, maxVersion: version }),
    {
      output(bytes, sent) {
        output(bytes)
        sent()
      },
      data: () => {},
      taken: () => {},
      secured: () => (run.secured = true),
      ended: () => {},
      failed: (fault) => (run.fault = fault),
    },
  )
  return { engine, run: () => run }
}

/** What the server says, cut where the client speaks in between. */
async function record(version: 'tls1.2' | 'tls1.3'): Promise<readonly Uint8Array[]> {
  const protocol = version === 'tls1.2' ? 'TLSv1.2' : 'TLSv1.3'
  const key = leafKey.privateKey.export({ type: 'pkcs8', format: 'pem' })
  const server = tls.createServer({ cert: pem(leaf), key, minVersion: protocol, maxVersion: protocol })
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const socket = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1')
  const flights: Uint8Array[][] = [[]]
  const { engine, run } = client(version, (bytes) => {
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

/** Gives the flights to a new client. `at` counts over all of them. */
async function replay(
  version: 'tls1.2' | 'tls1.3',
  flights: readonly Uint8Array[],
  change: (flight: Uint8Array, start: number) => Uint8Array | undefined,
): Promise<Run> {
  const { engine, run } = client(version, () => {})
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

describe.each(['tls1.3', 'tls1.2'] as const)('a flight of %s', (version) => {
  it('does not come through with any byte of it changed', { timeout: 120_000 }, async () => {
    const flights = await record(version)
    const length = flights.reduce((sum, flight) => sum + flight.length, 0)
    expect((await replay(version, flights, (flight) => flight)).secured).toBe(true)
    const through: number[] = []
    const withoutAlert: number[] = []
    for (let at = 0; at < length; at += 1) {
      const { secured, fault } = await replay(version, flights, (flight, start) => {
        const index = at - start
        if (index >= 0 && index < flight.length) flight[index] = (flight[index] ?? 0) ^ (1 << (at % 8))
        return flight
      })
      if (secured || fault === undefined || fault.netError >= 0) through.push(at)
      // Where a length has grown, the client waits for more, until the connection ends.
      else if (fault.alert === undefined && fault.netError !== NetError.ERR_CONNECTION_CLOSED) withoutAlert.push(at)
    }
    expect([through, withoutAlert]).toEqual([ignoredBytes(version, flights), []])
    expect(length).toBeGreaterThan(600)
  })

  it('does not come through when it is cut off anywhere', { timeout: 120_000 }, async () => {
    const flights = await record(version)
    const length = flights.reduce((sum, flight) => sum + flight.length, 0)
    for (let at = 0; at < length; at += 1) {
      const { secured, fault } = await replay(version, flights, (flight, start) =>
        at - start >= flight.length ? flight : at > start ? flight.subarray(0, at - start) : undefined,
      )
      expect([at, secured, fault?.netError]).toEqual([at, false, NetError.ERR_CONNECTION_CLOSED])
    }
  })
})
