/** Compares hostile values and surroundings with Chromium's verdicts on the same expressions. */
import { runInNewContext, runInThisContext } from 'node:vm'
import { createChrome } from '@chrome-socket/api'
import type { Chrome } from '@chrome-socket/api'
import { nodeBackend } from '@chrome-socket/backend-node'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { fatalValues, hostileDifferences } from '../src/differences/hostile-values.ts'
import { judgeValues } from '../src/hostile/judge.ts'
import { hostilePlaces } from '../src/hostile/places.ts'
import { judgeSurroundings, surroundingsSource } from '../src/hostile/surroundings.ts'
import type { Surrounding } from '../src/hostile/surroundings.ts'
import { makersSource } from '../src/hostile/values.ts'
import type { Maker } from '../src/hostile/values.ts'
import { explainMismatch, readRecording, withDifferences } from '../src/index.ts'

const { traces } = await readRecording('hostile-values')
const makers = runInThisContext(makersSource) as Record<string, Maker>
for (const expression of fatalValues) delete makers[expression]
// A page's global object has properties that are listed, among them itself.
const other = runInNewContext('globalThis.window = globalThis') as object

/**
 * Exceptions of hostile callbacks go to the global error handlers, which are vitest's by default. Some exceptions have
 * no text.
 */
const handlers = (['uncaughtException', 'unhandledRejection'] as const).map((event) => {
  const ofVitest = process.listeners(event as 'uncaughtException')
  return {
    silence: () => process.removeAllListeners(event).on(event, () => {}),
    restore() {
      process.removeAllListeners(event)
      for (const handler of ofVitest) process.on(event, handler)
    },
  }
})
beforeAll(() => handlers.forEach(({ silence }) => silence()))
afterAll(() => handlers.forEach(({ restore }) => restore()))

let chrome: Chrome
beforeEach(() => {
  // Hostile callbacks do not read lastError, which is then reported.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  chrome = createChrome({ backend: nodeBackend() })
})
afterEach(async () => {
  await chrome.close()
  vi.restoreAllMocks()
})

describe('hostile values', () => {
  it.each(Object.keys(hostilePlaces))('as %s', { timeout: 60_000 }, async (place) => {
    const trace = await judgeValues(chrome, place, makers, other)
    expect(explainMismatch(trace, expected(place))).toBeUndefined()
    await expectWholeQuota()
  })
})

it('calls are answered as in Chromium after changes to chrome.runtime', async () => {
  const surroundings = runInThisContext(surroundingsSource) as Readonly<Record<string, Surrounding>>
  const trace: string[] = []
  for (const [statement, surrounding] of Object.entries(surroundings)) {
    const app = createChrome({ backend: nodeBackend() })
    trace.push(`${statement} ⇒ ${(await judgeSurroundings(app, surrounding)).join('; ')}`)
    await app.close()
  }
  expect(explainMismatch(trace, expected('surroundings'))).toBeUndefined()
})

/** Returns Chromium's trace, without the lines of the values that would end this process. */
function expected(name: string): readonly (readonly string[])[] {
  const isPlayed = (line: string): boolean => !fatalValues.some((expression) => line.startsWith(`${expression} ⇒ `))
  return withDifferences(
    name,
    (traces[name] ?? []).map((trace) => trace.filter(isPlayed)),
    hostileDifferences,
  )
}

/** The quota is 200 MiB for all calls together, so a large call fits only while no other counts. */
async function expectWholeQuota(): Promise<void> {
  const { socketId } = await chrome.sockets.tcp.create()
  const answer = await new Promise((resolve) => {
    chrome.sockets.tcp.send(socketId, new ArrayBuffer(200 * 1024 * 1024), (info) => {
      void chrome.runtime.lastError
      resolve(info)
    })
  })
  expect(answer).toEqual({ resultCode: -15 })
}
