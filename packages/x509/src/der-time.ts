/**
 * Dates in certificates: UTCTime and GeneralizedTime in the one form that RFC 5280 allows
 * (section 4.1.2.5.1 and 4.1.2.5.2): to the second, in Greenwich time, with a Z, no fraction.
 */
import { Date } from './globals.ts'
import { DerError, Tag, type DerReader } from './der.ts'
import { parseAscii } from './der-values.ts'

/** Reads a Time; the result is in milliseconds since 1970. */
export function readTime(reader: DerReader): number {
  const { tag, content } = reader.element()
  const text = parseAscii(content)
  if (tag === Tag.utcTime && /^\d{12}Z$/.test(text)) {
    const year = Number(text.slice(0, 2))
    return millisecondsOf(year + (year >= 50 ? 1900 : 2000), text.slice(2))
  }
  if (tag === Tag.generalizedTime && /^\d{14}Z$/.test(text)) {
    return millisecondsOf(Number(text.slice(0, 4)), text.slice(4))
  }
  throw new DerError('not a date of a certificate')
}

/** `rest` is MMDDHHMMSSZ. A date that is in no calendar is refused. */
function millisecondsOf(year: number, rest: string): number {
  const [month, day, hour, minute, second] = (rest.match(/\d\d/g) ?? []).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const date = new Date(0)
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day)
  // A leap second counts as the one before it. As in Chromium, nobody asks whether there was one.
  date.setUTCHours(hour, minute, Math.min(second, 59))
  const same =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    second <= 60
  if (!same) throw new DerError('a date that is in no calendar')
  return date.getTime()
}
