/**
 * Tests the readers of messages with random bytes, and with changed real messages. They may only throw a `TlsFault`,
 * and may keep no more bytes than they were given.
 */
import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { chosenVersion, readServerHello } from '../src/handshake/server-hello.ts'
import { readCertificateRequest12, readCertificateRequest13 } from '../src/handshake/certificate-request.ts'
import { HandshakeContext } from '../src/handshake/context.ts'
import { takeStep } from '../src/handshake/client.ts'
import { states12 } from '../src/handshake/client-12.ts'
import { states13 } from '../src/handshake/client-13.ts'
import type { State, StateName } from '../src/handshake/state.ts'
import { decodeAlert } from '../src/wire/alert.ts'
import { readExtensions } from '../src/wire/extensions.ts'
import { TlsFault } from '../src/wire/fault.ts'
import { MessageReader, type MessageName } from '../src/wire/handshake-message.ts'
import { maxCiphertext } from '../src/records/record.ts'
import { RecordReader } from '../src/records/record-reader.ts'
import { clientOptions, converse, silent } from './support/conversation.ts'

const { traces } = JSON.parse(readFileSync(new URL('traces/rfc8448.json', import.meta.url), 'utf8')) as {
  readonly traces: Readonly<Record<string, readonly { readonly values: Readonly<Record<string, string>> }[]>>
}

function fromTraces(name: string): Uint8Array[] {
  return Object.values(traces)
    .flat()
    .flatMap(({ values }) => values[name] ?? [])
    .map((hex) => new Uint8Array(Buffer.from(hex, 'hex')))
}

/** Returns real messages with some bytes changed, removed or inserted. */
function mutated(originals: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const change = fc.record({ at: fc.nat(), kind: fc.constantFrom('set', 'drop', 'insert'), byte: fc.nat(255) })
  return fc.tuple(fc.constantFrom(...originals), fc.array(change, { maxLength: 5 })).map(([original, changes]) => {
    const bytes = [...original]
    for (const { at, kind, byte } of changes) {
      const index = at % (bytes.length + 1)
      if (kind === 'set') bytes[Math.min(index, bytes.length - 1)] = byte
      else if (kind === 'drop') bytes.splice(index, 1)
      else bytes.splice(index, 0, byte)
    }
    return Uint8Array.from(bytes)
  })
}

function faultsOnly(read: () => unknown): void {
  try {
    read()
  } catch (error) {
    if (!(error instanceof TlsFault)) throw error
  }
}

const anyBytes = fc.uint8Array({ maxLength: 600 })
const runs = { numRuns: 400 }

describe('the record reader', () => {
  it('returns the same records however its input is split', () => {
    const record = fc.tuple(fc.nat(255), fc.uint8Array({ maxLength: 50 }))
    fc.assert(
      fc.property(fc.array(record, { maxLength: 12 }), fc.array(fc.integer({ min: 1, max: 40 })), (records, cuts) => {
        const wire = records.flatMap(([type, body]) => [type, 3, 3, 0, body.length, ...body])
        const reader = new RecordReader()
        const found: (readonly [number, readonly number[]])[] = []
        let at = 0
        for (const cut of [...cuts, wire.length]) {
          reader.push(Uint8Array.from(wire.slice(at, at + cut)))
          at += cut
          for (;;) {
            const next = reader.next({ isProtected: true, maxLength: 100 })
            if (next === undefined) break
            found.push([next.type, [...next.body]])
          }
        }
        expect(found).toEqual(records.map(([type, body]) => [type, [...body]]))
        expect(reader.buffered).toBe(0)
      }),
      runs,
    )
  })

  it('accepts any input, and keeps at most a record', () => {
    fc.assert(
      fc.property(fc.array(anyBytes, { maxLength: 20 }), (chunks) => {
        const reader = new RecordReader()
        faultsOnly(() => {
          for (const chunk of chunks) {
            reader.push(chunk)
            while (reader.next({ isProtected: false, maxLength: maxCiphertext['tls1.2'] }) !== undefined);
            expect(reader.buffered).toBeLessThanOrEqual(maxCiphertext['tls1.2'] + 5)
          }
        })
      }),
      runs,
    )
  })
})

describe('the message reader', () => {
  it('returns the same messages however they are split', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 30 }),
        (bodies, cut) => {
          const wire = bodies.flatMap((body) => [20, 0, 0, body.length, ...body])
          const reader = new MessageReader()
          const found: Uint8Array[] = []
          for (let at = 0; at < wire.length; at += cut) {
            reader.push(Uint8Array.from(wire.slice(at, at + cut)))
            for (let next = reader.next(); next !== undefined; next = reader.next()) found.push(next.body.slice())
          }
          expect(found).toEqual(bodies)
          expect(reader.pending).toBe(false)
        },
      ),
      runs,
    )
  })
})

describe('the readers of messages', () => {
  it.each([
    ['a ServerHello', fromTraces('ServerHello'), (bytes: Uint8Array) => readServerHello(bytes.subarray(4))],
    [
      'a CertificateRequest of TLS 1.3',
      fromTraces('CertificateRequest'),
      (bytes: Uint8Array) => readCertificateRequest13(bytes.subarray(4)),
    ],
    [
      'a CertificateRequest of TLS 1.2',
      fromTraces('CertificateRequest'),
      (bytes: Uint8Array) => readCertificateRequest12(bytes.subarray(4)),
    ],
    ['an alert', fromTraces('payload'), decodeAlert],
    [
      'extensions',
      fromTraces('EncryptedExtensions'),
      (bytes: Uint8Array) =>
        readExtensions(bytes.subarray(6), {
          solicited: undefined,
          allowed: new Set(['server_name']),
          duplicate: 'decode_error',
        }),
    ],
    [
      'the version in a ServerHello',
      fromTraces('ServerHello'),
      (bytes: Uint8Array) =>
        chosenVersion(new HandshakeContext(clientOptions(), silent), readServerHello(bytes.subarray(4))),
    ],
  ] as const)('take %s with changes', (_, originals, read) => {
    fc.assert(
      fc.property(fc.oneof(mutated(originals), anyBytes), (bytes) => faultsOnly(() => read(bytes))),
      runs,
    )
  })
})

describe('the table of states', () => {
  const states: readonly StateName[] = [
    'wait_server_hello',
    ...(Object.keys({ ...states13, ...states12 }) as StateName[]),
  ]
  const names: readonly MessageName[] = [
    'hello_request',
    'client_hello',
    'server_hello',
    'new_session_ticket',
    'encrypted_extensions',
    'certificate',
    'server_key_exchange',
    'certificate_request',
    'server_hello_done',
    'certificate_verify',
    'finished',
    'certificate_status',
    'key_update',
  ]

  it('has a handler or an unexpected_message for every message', async () => {
    for (const state of states) {
      for (const step of [...names, 'change_cipher_spec', undefined] as const) {
        const context = new HandshakeContext(clientOptions(), silent)
        const message = { name: undefined, body: new Uint8Array(3), raw: new Uint8Array(7) }
        const outcome = await Promise.resolve()
          .then(() => takeStep(context, { name: state } as State, step, message))
          .catch((error: unknown) => error)
        const table: Readonly<Record<string, object>> = {
          ...states13,
          ...states12,
          wait_server_hello: { server_hello: 1 },
        }
        const expected = step !== undefined && step in (table[state] ?? {})
        if (!expected) expect([state, step, (outcome as TlsFault).alert]).toEqual([state, step, 'unexpected_message'])
      }
    }
  })
})

describe('the engine', () => {
  it('ends the connection with an alert and a net error for every random server', { timeout: 60_000 }, async () => {
    const hellos = fromTraces('complete record')
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated(hellos), anyBytes), async (bytes) => {
        const server = { alert: undefined, receive: () => Promise.resolve(bytes.slice()) }
        const outcome = await converse(server, {}, { endOfTransport: true })
        expect(outcome.secured).toBe(false)
        expect(outcome.fault?.netError).toBeLessThan(0)
      }),
      { numRuns: 60 },
    )
  })
})
