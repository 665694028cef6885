/**
 * `pnpm conformance:record [--missing] [topic…]`: plays every scenario in Chromium several times, and writes the traces.
 * A scenario in which Chromium is nondeterministic is played more often, and every trace is written.
 * The topic `manifests` is Chromium's verdicts on manifests, `permission-table` those on targets of permissions, and
 * `hostile-values` those on values that an app should not pass.
 * With `--missing` only the scenarios without a recording are played. The others stay as they are.
 */
import { parseArgs } from 'node:util'
import { recordHostileValues } from '../hostile/record.ts'
import { startOracle } from '../oracle/chromium.ts'
import { ChromiumPlayer } from '../oracle/play-in-chromium.ts'
import { recordPermissions } from '../oracle/record-permissions.ts'
import { startPeers } from '../peers/start-peers.ts'
import { readRecording, writeManifestVerdicts, writePermissionVerdicts, writeRecording } from '../recording.ts'
import type { ManifestVerdict, Recording } from '../recording.ts'
import type { Scenario, Trace } from '../scenario.ts'
import { scenariosByTopic } from '../scenarios/index.ts'
import { manifestValues, permissionsValues } from '../scenarios/manifests.ts'

const plays = 3
const playsWhenItVaries = 16

const peers = await startPeers()
const player = new ChromiumPlayer(peers)
const { values: options, positionals: chosen } = parseArgs({
  options: { missing: { type: 'boolean', default: false } },
  allowPositionals: true,
})
try {
  for (const [topic, scenarios] of Object.entries(scenariosByTopic)) {
    if (chosen.length > 0 && !chosen.includes(topic)) continue
    const recorded = options.missing ? await tracesOf(topic) : {}
    const traces = Object.fromEntries(scenarios.map(({ name }) => [name, [...(recorded[name] ?? [])]]))
    const toPlay = scenarios.filter(({ name }) => recorded[name] === undefined)
    if (toPlay.length === 0) continue
    for (let count = 0; count < plays; count += 1) for (const each of toPlay) await add(traces, each)
    const varying = toPlay.filter(({ name, varies }) => varies === true || (traces[name]?.length ?? 0) > 1)
    for (const each of varying) for (let count = plays; count < playsWhenItVaries; count += 1) await add(traces, each)
    for (const { name } of varying) console.log(`${topic}: ${traces[name]?.length} traces of "${name}"`)
    await writeRecording(topic, { chromium: player.version, traces })
    console.log(`${topic}: ${toPlay.length} scenarios`)
  }
  if (chosen.length === 0 || chosen.includes('manifests')) await recordManifests()
  if (chosen.length === 0 || chosen.includes('permission-table')) {
    const { chromium, verdicts } = await recordPermissions()
    await writePermissionVerdicts(chromium, verdicts)
    console.log(`permission-table: ${verdicts.length} patterns`)
  }
  if (chosen.length === 0 || chosen.includes('hostile-values')) {
    await writeRecording('hostile-values', await recordHostileValues())
  }
} finally {
  await player.close()
  await peers.close()
}

/** Reads the recorded traces of a topic. A topic without a recording has none. */
async function tracesOf(topic: string): Promise<Recording['traces']> {
  return readRecording(topic).then(
    ({ traces }) => traces,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return {}
      throw error
    },
  )
}

async function recordManifests(): Promise<void> {
  const oracle = await startOracle()
  const verdicts: ManifestVerdict[] = []
  for (const parts of [
    ...manifestValues.map((sockets) => ({ sockets })),
    ...permissionsValues.map((permissions) => ({ permissions })),
  ]) {
    const refusal = await oracle.refusal({ permissions: [], ...parts })
    verdicts.push({ ...parts, ...(refusal !== undefined && { refusal }) })
  }
  await writeManifestVerdicts(oracle.version, verdicts)
  await oracle.close()
  console.log(`manifests: ${verdicts.length} values`)
}

async function add(traces: Record<string, Trace[]>, scenario: Scenario): Promise<void> {
  const trace = await player.play(scenario).catch((error: unknown) => {
    console.error(`Not recorded: "${scenario.name}". ${String(error)}`)
    process.exitCode = 1
  })
  if (trace === undefined) return
  const known = (traces[scenario.name] ??= [])
  if (!known.some((each) => JSON.stringify(each) === JSON.stringify(trace))) known.push(trace)
}
