/**
 * The method: in each round every variant gets a fresh process; for each row all of them are alive at once and take turns
 * in short slices, in random order. A ratio is between two slices of one turn, so that what slows the machine down for a
 * while slows both.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Child } from './child.ts'
import { onCore } from './cores.ts'
import type { Cores } from './cores.ts'
import type { Identity } from './certificate.ts'
import type { PeerReady, Request, Sample } from './messages.ts'
import type { Row } from './rows.ts'
import { shuffled } from './statistics.ts'
import type { Target } from './task.ts'
import type { Variant } from './variants.ts'

export interface Plan {
  readonly rows: readonly Row[]
  readonly variants: readonly Variant[]
  readonly rounds: number
  /** Slices of each variant in a round. */
  readonly turns: number
  readonly sliceMilliseconds: number
  /** Before them, not counted: a runtime takes this long to compile what runs often. */
  readonly warmUpMilliseconds: number
  readonly cores: Cores | undefined
  /** The Node that the peers run on. */
  readonly peerRuntime: string
  readonly identity: Identity
  /** For the peer's certificate. */
  readonly folder: string
  readonly onProgress: (text: string) => void
}

/** One slice of one variant. */
export interface Measurement {
  readonly row: string
  readonly variant: string
  readonly round: number
  readonly turn: number
  readonly sample: Sample
}

const here = fileURLToPath(new URL('.', import.meta.url))

export async function measure(plan: Plan): Promise<Measurement[]> {
  const { cores } = plan
  const identityFile = join(plan.folder, 'identity.json')
  writeFileSync(identityFile, JSON.stringify(plan.identity))
  const startPeer = (core: number | undefined): Child =>
    new Child(onCore(core, [plan.peerRuntime, join(here, 'peer.js'), identityFile]))
  const peers = { shared: startPeer(cores?.variants), split: startPeer(cores?.otherPeer) }
  const results: Measurement[] = []
  try {
    const ports = { shared: await portsOf(peers.shared), split: await portsOf(peers.split) }
    for (let round = 0; round < plan.rounds; round += 1) {
      results.push(...(await measureRound(plan, round, ports, identityFile)))
    }
  } finally {
    await Promise.all([peers.shared.end(), peers.split.end()])
  }
  return results
}

type Ports = Readonly<Record<Row['cores'], PeerReady['ports']>>

async function portsOf(peer: Child): Promise<PeerReady['ports']> {
  const ready = await peer.answer<PeerReady>()
  if ('failed' in ready) throw new Error(`The peer: ${ready.failed}`)
  return ready.ports
}

/** A variant's process, or nothing more of it once it has failed. */
interface Subject {
  readonly variant: Variant
  readonly child: Child
}

async function measureRound(plan: Plan, round: number, ports: Ports, identityFile: string): Promise<Measurement[]> {
  const results: Measurement[] = []
  const subjects: Subject[] = []
  for (const variant of shuffled(plan.variants)) {
    // Chromium is many processes: it gets all cores.
    const core = variant.runtime.kind === 'chromium' ? undefined : plan.cores?.variants
    const child = new Child(onCore(core, [...commandOf(variant), identityFile]))
    const started = await child.answer()
    if ('failed' in started) plan.onProgress(`${variant.name} did not start: ${started.failed}\n`)
    else subjects.push({ variant, child })
  }
  try {
    for (const row of plan.rows) {
      plan.onProgress(`\r\x1b[Kround ${round + 1} of ${plan.rounds}: ${row.title}`)
      const groups = row.oneAtATime ? shuffled(subjects).map((subject) => [subject]) : [subjects]
      for (const group of groups) results.push(...(await measureRow(plan, row, round, group, ports)))
    }
  } finally {
    plan.onProgress('\r\x1b[K')
    await Promise.all(subjects.map(({ child }) => child.end()))
  }
  return results
}

function commandOf({ runtime, module, checkout }: Variant): string[] {
  const program = checkout === undefined ? join(here, 'subject.js') : join(checkout, 'bench/dist/subject.js')
  return [runtime.path, ...(runtime.kind !== 'bun' ? ['--expose-gc'] : []), program, module]
}

/** The same services for clients that speak no newer TLS. */
const oldTlsServices: Readonly<Record<string, string>> = {
  tlsSource: 'oldTlsSource',
  tlsSink: 'oldTlsSink',
  tlsNoResumption: 'oldTlsSink',
}

async function measureRow(
  plan: Plan,
  row: Row,
  round: number,
  subjects: readonly Subject[],
  ports: Ports,
): Promise<Measurement[]> {
  const target: Target = {
    task: row.task,
    host: '127.0.0.1',
    port: ports[row.cores][row.service] as number,
    ...row.target,
    ...(row.tls && { ca: plan.identity.authority, oldTlsPort: ports[row.cores][oldTlsServices[row.service] ?? ''] }),
  }
  const results: Measurement[] = []
  const failed = new Set<Subject>()
  const ask = async <Answer extends object>(
    subject: Subject,
    request: Request,
    ms = 0,
  ): Promise<Answer | undefined> => {
    if (failed.has(subject)) return undefined
    const answer = await subject.child.ask<Answer>(request, ms)
    if (!('failed' in answer)) return answer
    failed.add(subject)
    plan.onProgress(`\n${subject.variant.name}, ${row.title}: ${answer.failed}\n`)
    return undefined
  }
  const taking: Subject[] = []
  for (const subject of subjects) {
    const answer = await ask<{ opened: boolean }>(subject, { ask: 'open', target })
    if (answer?.opened) taking.push(subject)
  }
  // What memory takes is known once, and does not warm up.
  const turns = row.unit === 'bytesEach' ? 1 : plan.turns
  for (let turn = row.unit === 'bytesEach' ? 0 : -1; turn < turns; turn += 1) {
    const milliseconds = turn < 0 ? plan.warmUpMilliseconds : plan.sliceMilliseconds
    for (const subject of shuffled(taking)) {
      const answer = await ask<{ sample: Sample }>(subject, { ask: 'run', milliseconds }, milliseconds)
      if (answer === undefined || turn < 0) continue
      results.push({ row: row.name, variant: subject.variant.name, round, turn, sample: answer.sample })
    }
  }
  for (const subject of subjects) await ask(subject, { ask: 'close' })
  return results
}
