/**
 * Passes hostile values to a function and writes the verdict on each. The same code runs in Chromium's page and here.
 */
import type { ChromeLike, UntypedChrome } from '../scenario.ts'
import { hostilePlaces } from './places.ts'
import type { Place } from './places.ts'
import type { Maker } from './values.ts'

/** Writes one line for each value: its expression, and the verdict. `…` stands for the signature in the TypeErrors. */
export async function judgeValues(
  implementation: ChromeLike,
  placeName: string,
  makers: Readonly<Record<string, Maker>>,
  other: object,
): Promise<string[]> {
  const chrome = implementation as UntypedChrome
  const place = hostilePlaces[placeName] as Place
  const lines: string[] = []
  for (const [expression, make] of Object.entries(makers)) {
    lines.push(`${expression} ⇒ ${await verdictOf(chrome, place, make, other)}`)
  }
  return lines
}

async function verdictOf(chrome: UntypedChrome, place: Place, make: Maker, other: object): Promise<string> {
  const notes: string[] = []
  const open = await place.open(chrome)
  const value = make((text) => void notes.push(text), other)
  let complete: (answer: string) => void = () => {}
  const answer = new Promise<string>((resolve) => {
    complete = resolve
  })
  const callback = (...results: unknown[]): void => {
    const { lastError } = chrome.runtime as { lastError?: { message: string } }
    complete(`${results.map(shown).join(', ')}${lastError === undefined ? '' : ` [${lastError.message}]`}`)
    const { bytesWritten, bytesSent } = (results[0] ?? {}) as { bytesWritten?: number; bytesSent?: number }
    expected = bytesWritten ?? bytesSent ?? 0
  }
  let expected = 0
  try {
    const returned = open.call(value, callback)
    // A function without a callback returns a promise. Its result does not matter here.
    if (returned instanceof Promise) returned.catch(() => {})
    await open.settle?.()
    const told = place.isAnswered ? await atMost(answer, 'never answered') : await called(notes)
    if (open.arrived !== undefined) await until(() => (open.arrived as number[]).length >= expected)
    const bytes = open.arrived === undefined || expected === 0 ? '' : `, arrived: ${shownBytes(open.arrived)}`
    return `${[...(place.isAnswered ? notes : []), told].join(', ')}${bytes}`
  } catch (error) {
    return [...notes, `throws ${shownError(error, value, other)}`].join(', ')
  } finally {
    open.close?.()
  }
}

function shown(result: unknown): string {
  return JSON.stringify(result)
    .replace(/"socketId":\d+/g, '"socketId":#')
    .replace(/"localPort":\d+/g, '"localPort":#')
}

function shownBytes(bytes: readonly number[]): string {
  return bytes.length > 16 ? `${bytes.length} bytes, ${bytes.slice(0, 3).join(' ')} …` : bytes.join(' ')
}

/** A page's global object has other properties than a process's. */
function shownError(error: unknown, value: unknown, other: object): string {
  const text = JSON.stringify(String(error))
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replace(/Error in invocation of .*?\): /, '… ')
  return value === globalThis || value === other
    ? text.replace(/Unexpected property: '.*'/, 'Unexpected property')
    : text
}

/** The time limit, in milliseconds, for an answer and for sent bytes. */
const patience = 2000

function atMost(answer: Promise<string>, otherwise: string): Promise<string> {
  return Promise.race([answer, after(patience).then(() => otherwise)])
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}

async function until(isReached: () => boolean): Promise<void> {
  for (let waited = 0; waited < patience && !isReached(); waited += 1) await after(1)
}

/** The notes of a called function and of its microtasks. */
async function called(notes: readonly string[]): Promise<string> {
  await after(0)
  return notes.length === 0 ? 'not called' : notes.join(', ')
}
