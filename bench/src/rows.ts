/**
 * What is compared: one row of the report each. The targets are for chrome.socket on backend-node, as ratios to the raw
 * variant named, in one run.
 */
import type { Target, TaskName } from './task.ts'

/** What a row's number means. `bytesEach` is memory: less is better, and it is no rate. */
export type Unit = 'operations' | 'bytes' | 'bytesEach'

export interface Goal {
  /** The raw variant: with 'data' listeners, or with `read(n)`. */
  readonly than: 'data' | 'read'
  readonly atLeast?: number
  readonly atMost?: number
  /** Of CPU per operation. */
  readonly cpuAtMost?: number
}

export interface Row {
  readonly name: string
  readonly title: string
  readonly task: TaskName
  readonly service: string
  /** Latency is measured with both sides on one core, throughput with a core each. */
  readonly cores: 'shared' | 'split'
  readonly unit: Unit
  readonly target: Pick<Target, 'size' | 'count'> & Partial<Pick<Target, 'resume' | 'pendingRead'>>
  readonly tls?: boolean
  /** Measured one variant after the other, since each takes so many connections. */
  readonly oneAtATime?: boolean
  readonly goal?: Goal
}

const KiB = 1024

type Base = Pick<Row, 'name' | 'title'> & Partial<Pick<Row, 'goal' | 'tls'>>

const receive = (base: Base, size: number): Row => ({
  task: 'receive',
  service: base.tls ? 'tlsSource' : 'source',
  cores: 'split',
  unit: 'bytes',
  target: { size, count: 1 },
  ...base,
})

const send = (base: Base, size: number): Row => ({
  task: 'send',
  service: base.tls ? 'tlsSink' : 'sink',
  cores: 'split',
  unit: 'bytes',
  target: { size, count: 1 },
  ...base,
})

const manySockets = (count: number): Row => ({
  name: `sockets-${count}`,
  title: `64 ping-pongs under way over ${count.toLocaleString('en')} socket${count === 1 ? '' : 's'}`,
  task: 'manySockets',
  service: 'echo',
  cores: 'split',
  unit: 'operations',
  target: { size: 64, count },
  oneAtATime: true,
})

const udp = (base: Base, task: TaskName, service: string, cores: Row['cores']): Row => ({
  task,
  service,
  cores,
  unit: 'operations',
  target: { size: 64, count: 64 },
  ...base,
})

const memory = (base: Base, task: TaskName, pendingRead: boolean): Row => ({
  task,
  service: task === 'idleConnected' ? 'sink' : 'caller',
  cores: 'split',
  unit: 'bytesEach',
  target: { size: 0, count: 250, pendingRead },
  oneAtATime: true,
  ...base,
})

const handshake = (base: Base, service: string, resume: boolean): Row => ({
  task: 'handshake',
  service,
  cores: 'split',
  unit: 'operations',
  target: { size: 0, count: 1, resume },
  tls: true,
  ...base,
})

export const rows: readonly Row[] = [
  memory(
    { name: 'memory', title: 'memory of an idle connection, read pending', goal: { than: 'data', atMost: 0.35 } },
    'idleConnected',
    true,
  ),
  memory({ name: 'memory-no-read', title: 'memory of an idle connection, no read' }, 'idleConnected', false),
  memory({ name: 'memory-accepted', title: 'memory of an accepted one, read pending' }, 'idleAccepted', true),
  memory({ name: 'memory-accepted-no-read', title: 'memory of an accepted one, no read' }, 'idleAccepted', false),
  {
    name: 'ping-pong',
    title: 'ping-pong, 64 B',
    task: 'pingPong',
    service: 'echo',
    cores: 'shared',
    unit: 'operations',
    target: { size: 64, count: 1 },
    goal: { than: 'data', atLeast: 1 },
  },
  receive({ name: 'receive-4k', title: 'receive, 4 KiB reads', goal: { than: 'read', atLeast: 1.4 } }, 4 * KiB),
  receive({ name: 'receive-64k', title: 'receive, 64 KiB reads', goal: { than: 'data', atLeast: 1 } }, 64 * KiB),
  receive({ name: 'receive-256k', title: 'receive, 256 KiB reads', goal: { than: 'data', atLeast: 1.2 } }, 256 * KiB),
  receive({ name: 'receive-1m', title: 'receive, 1 MiB reads' }, 1024 * KiB),
  send({ name: 'send-4k', title: 'send, 4 KiB writes' }, 4 * KiB),
  send({ name: 'send-64k', title: 'send, 64 KiB writes', goal: { than: 'data', atLeast: 0.88 } }, 64 * KiB),
  {
    name: 'small-writes',
    title: '32 writes of 64 B a tick',
    task: 'smallWrites',
    service: 'sink',
    cores: 'split',
    unit: 'operations',
    target: { size: 64, count: 32 },
    goal: { than: 'data', atLeast: 8 },
  },
  {
    name: 'accept',
    title: 'accept and close',
    task: 'accept',
    service: 'dialler',
    cores: 'split',
    unit: 'operations',
    target: { size: 0, count: 1 },
    goal: { than: 'data', atLeast: 1, cpuAtMost: 0.85 },
  },
  udp(
    { name: 'udp-echo', title: 'UDP echo, 64 B, 64 under way', goal: { than: 'data', atLeast: 1 } },
    'udpEcho',
    'udpEcho',
    'shared',
  ),
  udp(
    { name: 'udp-send', title: 'UDP send, 64 B', goal: { than: 'data', atLeast: 1.1 } },
    'udpSend',
    'udpSink',
    'split',
  ),
  udp(
    { name: 'udp-receive', title: 'UDP receive, 64 B', goal: { than: 'data', atLeast: 0.97 } },
    'udpReceive',
    'udpSource',
    'split',
  ),
  receive({ name: 'tls-download', title: 'TLS download, 64 KiB reads', tls: true }, 64 * KiB),
  send({ name: 'tls-upload', title: 'TLS upload, 64 KiB writes', tls: true }, 64 * KiB),
  handshake({ name: 'tls-handshake', title: 'TLS handshake' }, 'tlsNoResumption', false),
  handshake({ name: 'tls-resumption', title: 'TLS handshake, resumed where possible, and an echo' }, 'tlsEcho', true),
  {
    name: 'wrong-call',
    title: 'a call refused for its arguments',
    task: 'wrongCall',
    service: 'echo',
    cores: 'split',
    unit: 'operations',
    target: { size: 0, count: 1 },
  },
  ...[1, 100, 1_000, 10_000].map(manySockets),
]
