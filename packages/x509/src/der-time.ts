/**
 * Reads the dates of certificates: UTCTime and GeneralizedTime in the only form that RFC 5280 allows (sections
 * 4.1.2.5.1 and 4.1.2.5.2), which is Greenwich Mean Time to the second, with a Z and without a fraction.
 */
import { Date } from './globals.ts'
import { DerError, Tag, type DerReader } from './der.ts'
import { parseAscii } from './der-values.ts'

/** Reads a Time. Returns milliseconds since 1970. */
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
  throw new DerError('not a date in the form of RFC 5280')
}

/** Converts `year` and `rest`, which is MMDDHHMMSSZ. Throws DerError for a date that is not in the calendar. */
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
  // A leap second counts as the second before it. As in Chromium, it is accepted at the end of any minute.
  date.setUTCHours(hour, minute, Math.min(second, 59))
  const same =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    second <= 60
  if (!same) throw new DerError('a date that does not exist')
  return date.getTime()
}
