/** Asks Chromium for its verdicts on hostile values and surroundings. */
import { startOracle } from '../oracle/chromium.ts'
import type { Oracle } from '../oracle/chromium.ts'
import { pageScript } from '../oracle/page-script.ts'
import type { Recording } from '../recording.ts'
import type { Trace } from '../scenario.ts'
import { hostilePlaces } from './places.ts'
import { surroundings, surroundingsSource } from './surroundings.ts'
import { makersSource } from './values.ts'

/** Another realm, for a page. */
const frame = `document.body.appendChild(document.createElement('iframe')).contentWindow`

/**
 * Records the verdicts: a trace for each place, with a line for each value, and a trace with a line for each of the
 * surroundings.
 */
export async function recordHostileValues(): Promise<Recording> {
  const traces: Record<string, readonly Trace[]> = {}
  const oracle = await startOracle()
  try {
    await oracle.load(await pageScript())
    await oracle.load(`var makers = ${makersSource}; var other = ${frame}`)
    for (const place of Object.keys(hostilePlaces)) {
      const judge = `(place) => conformance.judgeValues(chrome, place, makers, other)`
      traces[place] = [await oracle.evaluateSource<Trace>(judge, place)]
      console.log(`${place}: ${traces[place][0]?.length} values`)
    }
    return { chromium: oracle.version, traces: { ...traces, surroundings: [await recordSurroundings()] } }
  } finally {
    await oracle.close()
  }
}

async function recordSurroundings(): Promise<Trace> {
  const lines: string[] = []
  for (const statement of surroundings) {
    const oracle: Oracle = await startOracle()
    try {
      await oracle.load(await pageScript())
      await oracle.load(`var surroundings = ${surroundingsSource}`)
      const judge = `(statement) => conformance.judgeSurroundings(chrome, surroundings[statement])`
      const seen = await oracle.evaluateSource<string[]>(judge, statement)
      lines.push(`${statement} ⇒ ${seen.join('; ')}`)
    } finally {
      await oracle.close()
    }
  }
  return lines
}
