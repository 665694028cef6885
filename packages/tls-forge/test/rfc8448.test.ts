/**
 * Tests the traces of RFC 8448, byte for byte: the key schedule, the records, and the client's own answers.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { nodeCrypto } from '../src/crypto/node.ts'
import { pureCrypto } from '../src/crypto/pure.ts'
import { webCrypto } from '../src/crypto/web.ts'
import type { CryptoProvider } from '../src/crypto/provider.ts'
import { takeStep } from '../src/handshake/client.ts'
import { HandshakeContext, type HandshakeChannel } from '../src/handshake/context.ts'
import { KeySchedule13 } from '../src/handshake/key-schedule-13.ts'
import type { State } from '../src/handshake/state.ts'
import { Transcript } from '../src/handshake/transcript.ts'
import { x25519 } from '@noble/curves/ed25519.js'
import { p256 } from '@noble/curves/nist.js'
import { suitesByPreference } from '../src/wire/cipher-suites.ts'
import { MessageReader, type HandshakeMessage } from '../src/wire/handshake-message.ts'
import { headerLength } from '../src/records/record.ts'
import { protection13, type RecordProtection } from '../src/records/record-protection.ts'
import { toHex } from '../src/bytes/bytes.ts'

interface TraceStep {
  readonly side: 'client' | 'server'
  readonly what: string
  readonly values: Readonly<Record<string, string>>
}

const { traces } = JSON.parse(readFileSync(new URL('traces/rfc8448.json', import.meta.url), 'utf8')) as {
  readonly traces: Readonly<Record<string, readonly TraceStep[]>>
}

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))
const providers: readonly CryptoProvider[] = [pureCrypto(), webCrypto(), nodeCrypto()]
const empty = new Uint8Array(0)

/** Returns all values with this name in a trace, in order. */
function values(trace: string, side: TraceStep['side'], what: RegExp, name: string): string[] {
  return (traces[trace] ?? [])
    .filter((step) => step.side === side && what.test(step.what) && step.values[name] !== undefined)
    .map((step) => step.values[name] ?? '')
}

function value(trace: string, side: TraceStep['side'], what: RegExp, name: string, index = 0): Uint8Array {
  const hex = values(trace, side, what, name)[index]
  if (hex === undefined) throw new Error(`no ${name} of ${what.source} in ${trace}`)
  return bytes(hex)
}

const messages = (trace: string, side: TraceStep['side'], name: string): Uint8Array[] =>
  values(trace, side, /construct/, name).map(bytes)

describe.each(providers)('RFC 8448 by $name', (provider) => {
  it.each(Object.keys(traces))('expands every label of the trace "%s"', (trace) => {
    const schedule = new KeySchedule13(provider, 'sha256')
    let checked = 0
    for (const { what, values: found } of traces[trace] ?? []) {
      const label = /"tls13 (.*)"/.exec(what)?.[1]
      const { PRK, hash, expanded, finished } = found
      if (PRK !== undefined && label !== undefined && expanded !== undefined && hash !== undefined) {
        const context = label === 'finished' ? empty : bytes(hash)
        expect(toHex(schedule.expandLabel(bytes(PRK), label, context, 32)), what).toBe(expanded)
        checked += 1
      }
      if (PRK !== undefined && found['key expanded'] !== undefined) {
        const { key, iv } = schedule.trafficKey(bytes(PRK), 'aes-128-gcm')
        expect([toHex(key), toHex(iv)], what).toEqual([found['key expanded'], found['iv expanded']])
        checked += 1
      }
      if (finished !== undefined && expanded !== undefined) checked += 1
    }
    expect(checked).toBeGreaterThan(12)
  })

  it.each([
    ['simple', 'x25519'],
    ['resumed', 'x25519'],
    ['retry', 'p256'],
    ['clientAuthentication', 'x25519'],
    ['compatibility', 'x25519'],
  ] as const)('comes to the secrets of the trace "%s" from the messages', async (trace, group) => {
    const transcript = new Transcript(provider)
    const hellos = messages(trace, 'client', 'ClientHello')
    if (trace === 'resumed') hellos[0] = value(trace, 'client', /send handshake record/, 'payload')
    const serverHellos = messages(trace, 'server', 'ServerHello')
    for (const [index, hello] of hellos.entries()) {
      transcript.add(hello)
      if (index + 1 < hellos.length) transcript.replaceByHash('sha256')
      transcript.add(serverHellos[index] ?? empty)
    }
    transcript.setHash('sha256')
    const psk = trace === 'resumed' ? value(trace, 'client', /extract secret "early"/, 'IKM') : undefined
    const schedule = new KeySchedule13(provider, 'sha256', psk)
    const own = value(trace, 'client', /create an ephemeral/, 'private key', hellos.length - 1)
    const peer = value(trace, 'server', /create an ephemeral/, 'public key')
    const shared = group === 'p256' ? p256.getSharedSecret(own, peer).slice(1) : x25519.getSharedSecret(own, peer)
    expect(toHex(shared)).toBe(values(trace, 'server', /extract secret "handshake"/, 'IKM')[0])
    schedule.advance(shared)
    const secret = (label: string, side: TraceStep['side'] = 'server'): string | undefined =>
      values(trace, side, new RegExp(`"tls13 ${label}"`), 'expanded')[0]
    const client = schedule.derive('c hs traffic', transcript.digest())
    expect(toHex(client)).toBe(secret('c hs traffic'))
    const server = schedule.derive('s hs traffic', transcript.digest())
    expect(toHex(server)).toBe(secret('s hs traffic'))
    schedule.advance()
    for (const name of ['EncryptedExtensions', 'CertificateRequest', 'Certificate', 'CertificateVerify']) {
      for (const message of messages(trace, 'server', name)) transcript.add(message)
    }
    const finished = (side: TraceStep['side']): string =>
      toHex(value(trace, side, /construct a Finished/, 'Finished').subarray(4))
    expect(toHex(schedule.finished(server, transcript.digest()))).toBe(finished('server'))
    transcript.add(value(trace, 'server', /construct a Finished/, 'Finished'))
    const digest = transcript.digest()
    expect(toHex(schedule.derive('c ap traffic', digest))).toBe(secret('c ap traffic'))
    expect(toHex(schedule.derive('s ap traffic', digest))).toBe(secret('s ap traffic'))
    expect(toHex(schedule.derive('exp master', digest))).toBe(secret('exp master'))
    for (const name of ['EndOfEarlyData', 'Certificate', 'CertificateVerify']) {
      for (const message of messages(trace, 'client', name)) transcript.add(message)
    }
    expect(toHex(schedule.finished(client, transcript.digest()))).toBe(finished('client'))
    transcript.add(value(trace, 'client', /construct a Finished/, 'Finished'))
    expect(toHex(schedule.derive('res master', transcript.digest()))).toBe(secret('res master', 'client'))
  })

  it('makes the binder of the resumed handshake, and the key of its ticket', () => {
    const binder = /calculate PSK binder/
    const prefix = value('resumed', 'client', binder, 'ClientHello prefix')
    const psk = value('resumed', 'client', /extract secret "early"/, 'IKM')
    const schedule = new KeySchedule13(provider, 'sha256', psk)
    const digest = new Transcript(provider).digestWith('sha256', prefix)
    expect(toHex(schedule.binder(digest))).toBe(values('resumed', 'client', binder, 'finished')[0])
    const resumption = value('simple', 'client', /res master/, 'expanded')
    const nonce = value('simple', 'server', /generate resumption secret/, 'hash')
    expect(toHex(schedule.ticketPsk(resumption, nonce))).toBe(toHex(psk))
  })

  it('seals and opens every application record of the simple trace', async () => {
    for (const side of ['client', 'server'] as const) {
      const keys = /derive write traffic keys for application data/
      const key = value('simple', side, keys, 'key expanded')
      const iv = value('simple', side, keys, 'iv expanded')
      const protection = protection13(await provider.aead('aes-128-gcm', key), iv, true)
      // The server's ticket is the first record under that key.
      const records = (traces['simple'] ?? []).filter(
        (step) =>
          step.side === side &&
          (/application_data|alert/.test(step.what) || (side === 'server' && step.values['payload']?.startsWith('04'))),
      )
      for (const [sequence, step] of records.entries()) {
        const content = bytes(step.values['payload'] ?? '')
        const complete = bytes(step.values['complete record'] ?? '')
        const type = step.what.includes('alert') ? 21 : content[0] === 4 ? 22 : 23
        const sealed = new Uint8Array(protection.recordLength(content.length))
        await protection.seal(sequence, type, content, sealed)
        expect(toHex(sealed)).toBe(toHex(complete))
        const raw = { type: 23, header: complete.subarray(0, headerLength), body: complete.subarray(headerLength) }
        const opened = await protection.open(sequence, raw)
        expect([opened.type, toHex(opened.content)]).toEqual([type, toHex(content)])
      }
      expect(records.length).toBe(side === 'server' ? 3 : 2)
    }
  })

  it('answers the server of the simple trace with the Finished of the trace', async () => {
    const sent: Uint8Array[] = []
    const protections: RecordProtection[] = []
    let secured = false
    const channel: HandshakeChannel = {
      send: (message) => sent.push(message),
      sendChangeCipherSpec: () => undefined,
      protectWrites: (protection) => protections.push(protection),
      protectReads: () => undefined,
      agreeOn: () => undefined,
      isDrained: () => true,
      secured: () => (secured = true),
      certificateRequested: () => {},
      countKeyUpdate: () => {},
      keyUpdateRequested: () => {},
    }
    const own = value('simple', 'client', /create an ephemeral/, 'private key')
    const context = new HandshakeContext(
      {
        crypto: provider,
        serverName: 'server',
        minVersion: 'tls1.3',
        maxVersion: 'tls1.3',
        suites: suitesByPreference(provider.aeads),
        groups: provider.groups,
        alpnProtocols: [],
        clientCertificate: undefined,
        sessions: undefined,
        verifyPeer: () => Promise.resolve({ ok: true, expiresAt: Number.MAX_SAFE_INTEGER }),
        keyLog: undefined,
        now: Date.now,
      },
      channel,
    )
    const agree = (peer: Uint8Array): Uint8Array => x25519.getSharedSecret(own, peer)
    const message = value('simple', 'client', /construct a ClientHello/, 'ClientHello')
    context.transcript.add(message)
    const server = new MessageReader()
    server.push(value('simple', 'server', /send handshake record/, 'payload', 0))
    server.push(value('simple', 'server', /send handshake record/, 'payload', 1))
    let state: State = {
      name: 'wait_server_hello',
      message,
      sessionId: empty,
      keyShares: [{ group: 'x25519', publicKey: x25519.getPublicKey(own), agree }],
      session: undefined,
      extensions: new Set(['key_share', 'supported_versions', 'supported_groups', 'server_name']),
      retrySuite: undefined,
    }
    for (let next = server.next(); next !== undefined; next = server.next()) {
      state = await stepOfTrace(context, state, next)
    }
    if (state.name !== 'connected_13') throw new Error(`the handshake ends in ${state.name}`)
    expect(secured).toBe(true)
    expect(sent.map(toHex)).toEqual([values('simple', 'client', /construct a Finished/, 'Finished')[0]])
    expect(toHex(state.resumptionSecret)).toBe(values('simple', 'client', /res master/, 'expanded')[0])
  })
})

/**
 * Takes a step. The server of the trace answers record_size_limit, which this client does not offer, so that message
 * is skipped.
 */
function stepOfTrace(context: HandshakeContext, state: State, message: HandshakeMessage): State | Promise<State> {
  if (state.name !== 'wait_encrypted_extensions') return takeStep(context, state, message.name, message)
  context.transcript.add(message.raw)
  return { ...state, name: 'wait_certificate_or_request_13', alpnProtocol: undefined }
}
