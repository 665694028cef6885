/**
 * The rules for records: a table by version, phase and content type says which may come, and where it goes.
 * Sources: RFC 8446, sections 5, 5.1 and 5.4; RFC 5246, sections 6.2.1 and 7.1.
 */
import { contentType } from '../records/record.ts'
import type { NegotiableVersion } from '../wire/versions.ts'

/** `undecided` until the ServerHello, where TLS 1.3 is among the versions that were offered. */
export type RecordVersion = NegotiableVersion | 'undecided'

/** `hello`: the records of the server are not protected yet. `handshake`: they are, and no data may come. */
export type RecordPhase = 'hello' | 'handshake' | 'open'

export type RecordAction =
  /** Its messages go to the table of states. */
  | 'messages'
  | 'alert'
  | 'data'
  /** A ChangeCipherSpec of TLS 1.2: a step of the handshake. It may not come between two parts of a message. */
  | 'change keys'
  /** A ChangeCipherSpec for the sake of middleboxes. */
  | 'drop'
  | 'refuse'

/** In the order of their numbers: ChangeCipherSpec, alert, handshake, application data. */
type Row = readonly [RecordAction, RecordAction, RecordAction, RecordAction]

const changingKeys: Row = ['change keys', 'alert', 'messages', 'refuse']
const dropping: Row = ['drop', 'alert', 'messages', 'refuse']

const rows: Readonly<Record<RecordVersion, Readonly<Record<RecordPhase, Row>>>> = {
  undecided: { hello: dropping, handshake: dropping, open: dropping },
  'tls1.2': { hello: changingKeys, handshake: changingKeys, open: ['change keys', 'alert', 'messages', 'data'] },
  'tls1.3': { hello: dropping, handshake: dropping, open: ['refuse', 'alert', 'messages', 'data'] },
}

export function recordAction(version: RecordVersion, phase: RecordPhase, type: number): RecordAction {
  return rows[version][phase][type - contentType.changeCipherSpec] ?? 'refuse'
}

/**
 * May it come between two parts of a handshake message (RFC 8446, section 5.1)? Of a ChangeCipherSpec, that is known only
 * once TLS 1.3 has been chosen.
 */
export function mayInterrupt(action: RecordAction, version: RecordVersion): boolean {
  return action === 'messages' || action === 'alert' || (action === 'drop' && version === 'tls1.3')
}

/** TLS 1.3 refuses a protected record without content, unless it is data (RFC 8446, section 5.4). */
export function mayBeEmpty(action: RecordAction, version: RecordVersion, phase: RecordPhase): boolean {
  return action === 'data' || version !== 'tls1.3' || phase === 'hello'
}
