/**
 * The names in the scenarios. A name that has no address must not need a DNS server, whose answer may come at any time, or
 * never, or be an address of its own. Its empty label (RFC 1035, 2.3.1) makes every resolver refuse it by itself.
 */
import { expect, it } from 'vitest'
import { readRecording, scenariosByTopic } from '../src/index.ts'

/** A name of RFC 6761, 6.4, without an empty label. */
const asked = /"(?:[^".]+\.)+invalid\.?"/

it.each(Object.keys(scenariosByTopic))('%s asks no DNS server for a name that has no address', async (topic) => {
  const { traces } = await readRecording(topic)
  expect(Object.values(traces).flatMap((each) => each.flat().filter((line) => asked.test(line)))).toEqual([])
})

it.each(['"nosuch.invalid"', '"a.b.invalid."'])('%s would be asked for', (name) => expect(name).toMatch(asked))
it.each(['"nosuch..invalid"', '".invalid"'])('%s is not asked for', (name) => expect(name).not.toMatch(asked))
