/**
 * Tests that a server cannot show forge a different certificate than the one that is checked here. Forge reads the
 * body of a HelloRequest as messages, so a server can hide a message in it that only forge sees (CWE-436,
 * interpretation conflict).
 */
import { generateKeyPairSync } from 'node:crypto'
import forge from 'node-forge'
import { describe, expect, it } from 'vitest'
import { ForgeEngine } from '../../src/legacy/forge-engine.ts'
import { concatenate } from '../../src/bytes/bytes.ts'
import { encodeMessage, MessageReader } from '../../src/wire/handshake-message.ts'
import { contentType } from '../../src/records/record.ts'
import { RecordReader } from '../../src/records/record-reader.ts'
import type { TlsFault } from '../../src/wire/fault.ts'
import { clientOptions } from '../support/conversation.ts'
import { plainRecord } from '../support/messages.ts'

const toBinary = (bytes: Uint8Array): string => forge.util.binary.raw.encode(bytes)
const toBytes = (binary: string): Uint8Array => Uint8Array.from(binary, (character) => character.charCodeAt(0))

interface Issued {
  readonly pem: string
  readonly der: Uint8Array
  readonly key: string
}

function selfSigned(commonName: string): Issued {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.publicKeyFromPem(pair.publicKey.export({ type: 'spki', format: 'pem' }).toString())
  certificate.serialNumber = '01'
  certificate.validity.notBefore = new Date(2020, 0)
  certificate.validity.notAfter = new Date(2040, 0)
  certificate.setSubject([{ name: 'commonName', value: commonName }])
  certificate.setIssuer([{ name: 'commonName', value: commonName }])
  certificate.sign(forge.pki.privateKeyFromPem(key), forge.md.sha256.create())
  const der = toBytes(forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes())
  return { pem: forge.pki.certificateToPem(certificate), der, key }
}

const genuine = selfSigned('server.test')
const attacker = selfSigned('attacker.test')

const certificateMessage = (der: Uint8Array): Uint8Array => {
  const length = (value: number): Uint8Array => Uint8Array.of(value >> 16, (value >> 8) & 255, value & 255)
  return encodeMessage('certificate', concatenate(length(der.length + 3), length(der.length), der))
}

/** Returns the name of an authority, which carries bytes of the attacker's choice in a CertificateRequest. */
function authorityNamed(bytes: Uint8Array): string {
  const certificate = forge.pki.certificateFromPem(attacker.pem)
  const type = forge.asn1.Type.OCTETSTRING as unknown as forge.asn1.Class
  certificate.setSubject([{ name: 'commonName', value: toBinary(bytes), valueTagClass: type }])
  certificate.setIssuer([{ name: 'commonName', value: toBinary(bytes), valueTagClass: type }])
  certificate.sign(forge.pki.privateKeyFromPem(attacker.key), forge.md.sha256.create())
  return forge.pki.certificateToPem(certificate)
}

const indexOf = (bytes: Uint8Array, part: Uint8Array): number => Buffer.from(bytes).indexOf(part)

/** Puts a HelloRequest around the server's Certificate, up to the place where the genuine certificate is hidden. */
function disguise(flight: Uint8Array, hidden: Uint8Array): Uint8Array {
  const records = new RecordReader()
  const messages = new MessageReader()
  records.push(flight)
  for (;;) {
    const record = records.next({ isProtected: false, maxLength: 20_000 })
    if (record === undefined) break
    messages.push(record.body.slice())
  }
  const all: Uint8Array[] = []
  for (let message = messages.next(); message !== undefined; message = messages.next()) all.push(message.raw)
  const [hello, ...rest] = all
  const body = concatenate(...rest)
  const length = indexOf(body, hidden)
  expect(length).toBeGreaterThan(0)
  const request = Uint8Array.of(0, length >> 16, (length >> 8) & 255, length & 255)
  const contents = [hello!, concatenate(request, body)]
  const sent = contents.map((content) => plainRecord({ type: contentType.handshake, content }))
  for (const record of sent) record[2] = 1
  return concatenate(...sent)
}

async function attempt(isDisguised: boolean): Promise<{ secured: boolean; fault: TlsFault | undefined; seen: string }> {
  const hidden = certificateMessage(genuine.der)
  let seen = ''
  let answered = false
  const server = forge.tls.createConnection({
    server: true,
    ...(isDisguised && { caStore: [authorityNamed(hidden)], verifyClient: 'optional' }),
    getCertificate: () => attacker.pem,
    getPrivateKey: () => attacker.key,
    connected: () => {},
    tlsDataReady(connection: { tlsData: forge.util.ByteStringBuffer }) {
      const bytes = toBytes(connection.tlsData.getBytes())
      const first = !answered
      answered = true
      const sent = first && isDisguised ? disguise(bytes, hidden) : bytes
      queueMicrotask(() => engine.receive(sent))
    },
    dataReady: () => {},
    closed: () => {},
    error: () => {},
  } as unknown as Parameters<typeof forge.tls.createConnection>[0])
  const options = clientOptions({
    verifyPeer(chain) {
      const isGenuine = indexOf(chain[0]!, genuine.der) === 0
      seen = isGenuine ? 'genuine' : 'another'
      return Promise.resolve({ ok: true, expiresAt: Number.MAX_SAFE_INTEGER })
    },
  })
  const engine = new ForgeEngine(
    options,
    { min: 'tls1', max: 'tls1.1', excludesModern: true },
    {
      output(bytes, sent) {
        server.process(toBinary(bytes))
        sent()
      },
      changed: () => {},
    },
  )
  engine.start()
  for (let turns = 0; turns < 50; turns += 1) await new Promise((resolve) => setImmediate(resolve))
  return { secured: engine.state === 'open', fault: engine.fault, seen }
}

describe('a server of TLS 1.0', () => {
  it('is accepted with the certificate whose key it has', async () => {
    const { secured, fault, seen } = await attempt(false)
    expect([fault?.message, secured, seen]).toEqual([undefined, true, 'another'])
  })

  it('is refused with different certificates for us and for forge', async () => {
    const { secured, fault, seen } = await attempt(true)
    expect([seen, secured, fault?.message]).toEqual([
      'genuine',
      false,
      'the server has proved a key that is not in its certificate',
    ])
  })
})
