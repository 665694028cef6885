/**
 * Which record may come when, and what is done with it: a table by version, phase and content type.
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
  | 'take messages'
  | 'take alert'
  | 'take data'
  /** A ChangeCipherSpec of TLS 1.2: a step of the handshake. */
  | 'change keys'
  /** A ChangeCipherSpec for the sake of middleboxes, after a check that it is one. */
  | 'drop'
  | 'refuse'

export interface RecordRule {
  readonly action: RecordAction
  /** May it come between two parts of a handshake message? */
  readonly mayInterrupt: boolean
  readonly mayBeEmpty: boolean
}

const rule = (action: RecordAction, mayInterrupt = false, mayBeEmpty = true): RecordRule => ({
  action,
  mayInterrupt,
  mayBeEmpty,
})

const refuse = rule('refuse')
const changeKeys = rule('change keys')
const data = rule('take data')
const alert = rule('take alert', true)
const messages = rule('take messages', true)
/** TLS 1.3 refuses a protected record without content, unless it is data. */
const protectedAlert = rule('take alert', true, false)
const protectedMessages = rule('take messages', true, false)

/** In the order of their numbers: ChangeCipherSpec, alert, handshake, application data. */
type Row = readonly [RecordRule, RecordRule, RecordRule, RecordRule]

const undecided: Row = [rule('drop'), alert, messages, refuse]
const handshake12: Row = [changeKeys, alert, messages, refuse]

const rows: Readonly<Record<RecordVersion, Readonly<Record<RecordPhase, Row>>>> = {
  undecided: { hello: undecided, handshake: undecided, open: undecided },
  'tls1.2': { hello: handshake12, handshake: handshake12, open: [changeKeys, alert, messages, data] },
  'tls1.3': {
    hello: [rule('drop', true), alert, messages, refuse],
    handshake: [rule('drop', true, false), protectedAlert, protectedMessages, refuse],
    open: [rule('refuse', true), protectedAlert, protectedMessages, data],
  },
}

/** The rule for a record of this content type. */
export function recordRule(version: RecordVersion, phase: RecordPhase, type: number): RecordRule {
  return rows[version][phase][type - contentType.changeCipherSpec] ?? refuse
}
