/**
 * The rules for records: a table, by version, phase and content type, of the records that may come and of where they
 * go.
 * Sources: RFC 8446, sections 5, 5.1 and 5.4; RFC 5246, sections 6.2.1 and 7.1.
 */
import { contentType } from '../records/record.ts'
import type { NegotiableVersion } from '../wire/versions.ts'

/** The version. It is `undecided` until the ServerHello if TLS 1.3 is offered. */
export type RecordVersion = NegotiableVersion | 'undecided'

/**
 * The phase. In `hello`, the server's records are not protected yet. In `handshake`, they are, and application data
 * may not come. In `open`, it may.
 */
export type RecordPhase = 'hello' | 'handshake' | 'open'

export type RecordAction =
  /** The record's messages go to the table of states. */
  | 'messages'
  | 'alert'
  | 'data'
  /**
   * The record is a ChangeCipherSpec of TLS 1.2, which is a step of the handshake. It may not come between two parts
   * of a message.
   */
  | 'change keys'
  /** The record is a ChangeCipherSpec for the sake of middleboxes. */
  | 'drop'
  | 'refuse'

/** The actions by content type, in the order of its numbers: ChangeCipherSpec, alert, handshake, application data. */
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
 * Whether a record may come between two parts of a handshake message (RFC 8446, section 5.1). For a ChangeCipherSpec,
 * this is known only once TLS 1.3 has been chosen.
 */
export function mayInterrupt(action: RecordAction, version: RecordVersion): boolean {
  return action === 'messages' || action === 'alert' || (action === 'drop' && version === 'tls1.3')
}

/**
 * Whether a record may have no content. In TLS 1.3, a protected record may not, unless it is application data (RFC
 * 8446, section 5.4).
 */
export function mayBeEmpty(action: RecordAction, version: RecordVersion, phase: RecordPhase): boolean {
  return action === 'data' || version !== 'tls1.3' || phase === 'hello'
}
