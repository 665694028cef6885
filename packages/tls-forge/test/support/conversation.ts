/**
 * Runs a client engine against a server in memory, and returns the result of their conversation.
 */
import { pureCrypto } from '../../src/crypto/pure.ts'
import type { SecureEngine } from '../../src/engine/secure-engine.ts'
import { TlsEngine } from '../../src/engine/tls-engine.ts'
import type { ClientOptions, HandshakeChannel } from '../../src/handshake/context.ts'
import { suitesByPreference } from '../../src/wire/cipher-suites.ts'
import type { TlsFault } from '../../src/wire/fault.ts'
import { concatenate } from '../../src/bytes/bytes.ts'
import type { RawRecord } from '../../src/records/record.ts'
import type { RecordReader } from '../../src/records/record-reader.ts'

/** A server that takes bytes and answers with bytes. */
export interface ScriptedServer {
  receive(bytes: Uint8Array): Promise<Uint8Array>
  /** The name of the alert that the server received, if any. */
  readonly alert: string | undefined
}

/** Returns the answers to all records that are complete. */
export async function answerRecords(
  records: RecordReader,
  bytes: Uint8Array,
  answer: (record: RawRecord) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  records.push(bytes)
  const out: Uint8Array[] = []
  for (;;) {
    const record = records.next({ isProtected: false, maxLength: 20_000 })
    if (record === undefined) return concatenate(...out)
    out.push(await answer(record))
  }
}

export interface Outcome {
  readonly secured: boolean
  readonly ended: boolean
  readonly fault: TlsFault | undefined
  /** The alert that the server received. */
  readonly alert: string | undefined
  readonly data: Uint8Array
}

export const crypto: ReturnType<typeof pureCrypto> = pureCrypto()

export function clientOptions(changes: Partial<ClientOptions> = {}): ClientOptions {
  return {
    crypto,
    serverName: 'server.test',
    minVersion: 'tls1.2',
    maxVersion: 'tls1.3',
    suites: suitesByPreference(crypto.aeads),
    groups: crypto.groups,
    alpnProtocols: [],
    clientCertificate: undefined,
    sessions: undefined,
    verifyPeer: () => Promise.resolve({ ok: true, expiresAt: Number.MAX_SAFE_INTEGER }),
    keyLog: undefined,
    now: Date.now,
    ...changes,
  }
}

/** A channel without effects, for a handshake without a connection. */
export const silent: HandshakeChannel = {
  send: () => {},
  sendChangeCipherSpec: () => {},
  protectWrites: () => {},
  protectReads: () => {},
  agreeOn: () => {},
  isDrained: () => true,
  certificateRequested: () => {},
  secured: () => {},
  countKeyUpdate: () => {},
  keyUpdateRequested: () => {},
}

/** Whether the handshake was completed, also if the connection failed later. */
export function isSecured(engine: SecureEngine): boolean {
  try {
    return engine.connection.version !== undefined
  } catch {
    return false
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * Lets both sides talk until neither sends anything more. `endOfTransport` makes the server close then. `echo` makes
 * the client send data back. `isStuck` makes output after the handshake never count as sent.
 */
export async function converse(
  server: ScriptedServer,
  changes: Partial<ClientOptions> = {},
  {
    endOfTransport = false,
    write,
    echo = false,
    isStuck = false,
  }: {
    readonly endOfTransport?: boolean
    readonly write?: Uint8Array
    readonly echo?: boolean
    readonly isStuck?: boolean
  } = {},
): Promise<Outcome> {
  const toServer: Uint8Array[] = []
  const data: Uint8Array[] = []
  let secured = false
  const look = (): void => {
    if (!secured && isSecured(engine)) {
      secured = true
      if (write !== undefined) engine.write(write, () => {})
    }
    for (let bytes = engine.take(65_536); bytes.length > 0; bytes = engine.take(65_536)) {
      data.push(bytes)
      if (echo) engine.write(bytes, () => {})
    }
  }
  const engine = new TlsEngine(clientOptions(changes), {
    output(bytes, sent) {
      toServer.push(bytes)
      if (!isStuck || !secured) sent()
    },
    changed: look,
  })
  engine.start()
  for (let quiet = 0; quiet < 3;) {
    await turn()
    const bytes = concatenate(...toServer.splice(0))
    if (bytes.length === 0) {
      quiet += 1
      continue
    }
    quiet = 0
    const answer = await server.receive(bytes)
    if (answer.length > 0) engine.receive(answer)
    look()
  }
  if (endOfTransport) {
    engine.receiveEnd()
    await turn()
    look()
  }
  const ended = engine.state === 'ended'
  return { secured, ended, fault: engine.fault, alert: server.alert, data: concatenate(...data) }
}
