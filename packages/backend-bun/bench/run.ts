/**
 * This backend against bare Bun sockets: `bun --conditions @chrome-socket/source bench/run.ts [processes] [milliseconds]`.
 * Raw, ours, and raw once more (what of the ratio is chance) are alive at once and take turns in random order, in
 * fresh processes for each round. Medians of the ratios to raw, with quartiles.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const rounds = Number(process.argv[2] ?? 5)
const milliseconds = Number(process.argv[3] ?? 300)
const slices = 4
const idleConnections = 6000

/** The ratio to raw that is asked of each. */
const targets = {
  pingPong: 0.95,
  receive64KiB: 0.7,
  receive1MiB: 0.9,
  smallWrites: 8,
  datagramEcho: 1.2,
  datagramSend: 1.1,
  accept: 1,
}
type Name = keyof typeof targets

class Child {
  readonly #child: ChildProcess
  readonly #lines: Interface

  constructor(file: string, core: number, ...args: string[]) {
    const path = fileURLToPath(new URL(file, import.meta.url))
    const bun = [process.execPath, '--conditions', '@chrome-socket/source', path, ...args]
    const [command = '', ...rest] = process.platform === 'linux' ? ['taskset', '-c', `${core}`, ...bun] : bun
    this.#child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#child.once('exit', (code) => {
      if (code) process.exit(code)
    })
    this.#lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream })
  }

  tell(line: string): void {
    this.#child.stdin?.write(`${line}\n`)
  }

  /** The next line that is a result; others go to `other`. */
  answer(other: (line: string) => void = () => {}): Promise<Record<string, number>> {
    return new Promise((resolve) => {
      const listen = (line: string): void => {
        if (!line.startsWith('{')) return other(line)
        this.#lines.off('line', listen)
        resolve(JSON.parse(line) as Record<string, number>)
      }
      this.#lines.on('line', listen)
    })
  }

  end(): void {
    this.#child.kill()
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item)
}

const only = process.argv.slice(4)
const ratios: Record<string, { ours: number[]; again: number[]; cpu: number[] }> = {}
const bytes: Record<string, number[]> = { raw: [], ours: [], again: [] }

for (let round = 0; round < rounds; round += 1) {
  // On the subjects' core for latency, where a message is answered without waking another one; else on its own.
  const near = new Child('peer.ts', 1)
  const peer = new Child('peer.ts', 0)
  const [{ echo }, others] = await Promise.all([near.answer(), peer.answer()])
  const ports = JSON.stringify({ ...others, echo })
  const children = {
    raw: new Child('subject.ts', 1, 'raw', ports),
    ours: new Child('subject.ts', 1, 'ours', ports),
    again: new Child('subject.ts', 1, 'raw', ports),
  }
  const names = ['raw', 'ours', 'again'] as const
  for (const name of Object.keys(targets) as Name[]) {
    if (only.length > 0 && !only.includes(name)) continue
    const rates: Record<string, number[]> = { raw: [], ours: [], again: [] }
    const cpus: Record<string, number[]> = { raw: [], ours: [], again: [] }
    for (let slice = 0; slice <= slices; slice += 1) {
      for (const variant of shuffled(names)) {
        children[variant].tell(`${name} ${milliseconds}`)
        const { rate = Number.NaN, cpu = Number.NaN } = await children[variant].answer((line) => peer.tell(line))
        // The first one warms up.
        if (slice > 0) {
          rates[variant]?.push(rate)
          cpus[variant]?.push(cpu)
        }
      }
    }
    const of = (all: Record<string, number[]>, variant: string): number =>
      quantile(all[variant] ?? [], 0.5) / quantile(all['raw'] ?? [], 0.5)
    const kept = (ratios[name] ??= { ours: [], again: [], cpu: [] })
    kept.ours.push(of(rates, 'ours'))
    kept.again.push(of(rates, 'again'))
    kept.cpu.push(of(cpus, 'ours'))
  }
  if (only.length === 0 || only.includes('idle')) {
    for (const variant of names) {
      children[variant].tell(`idle ${idleConnections}`)
      bytes[variant]?.push((await children[variant].answer())['bytes'] ?? Number.NaN)
    }
  }
  for (const child of [...Object.values(children), near, peer]) child.end()
}

function row(...cells: string[]): void {
  console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(14) : cell.padStart(20))).join(''))
}
const spread = (values: readonly number[]): string =>
  `${[0.5, 0.25, 0.75].map((share) => quantile(values, share).toFixed(2)).join(' ')}`

row('', 'ours / raw (q1 q3)', 'raw / raw (q1 q3)', 'CPU per operation', 'asked for')
for (const [name, { ours, again, cpu }] of Object.entries(ratios)) {
  row(name, spread(ours), spread(again), spread(cpu), `>= ${targets[name as Name]}`)
}
if (bytes['ours']?.length) {
  const median = (variant: string): number => quantile(bytes[variant] ?? [], 0.5)
  row('idle, bytes', `${median('ours') | 0} / ${median('raw') | 0}`, `${median('again') | 0}`, '', '<= 1.3')
}
process.exit(0)
