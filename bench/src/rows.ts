/** The rows of the report, in order. */
import type { Target, TaskName } from './task.ts'

/** The unit of a row. `bytesEach` is memory, which is not a rate and where less is better. */
export type Unit = 'operations' | 'bytes' | 'bytesEach'

export interface Row {
  readonly name: string
  readonly title: string
  readonly task: TaskName
  readonly service: string
  /**
   * The cores of the two sides. Latency is measured on one core, throughput on two. In a stream of large writes the peer
   * stays `awake`, because waking it for each write would change the rate by a factor of up to five.
   */
  readonly cores: 'shared' | 'split' | 'awake'
  readonly unit: Unit
  readonly target: Pick<Target, 'size' | 'count'> & Partial<Pick<Target, 'resume' | 'pendingRead'>>
  readonly tls?: boolean
  /** Measures one variant after the other, because each opens thousands of connections. */
  readonly oneAtATime?: boolean
}

const KiB = 1024

type Base = Pick<Row, 'name' | 'title'> & Partial<Pick<Row, 'tls'>>

const receive = (base: Base, size: number): Row => ({
  task: 'receive',
  service: base.tls ? 'tlsSource' : 'source',
  cores: base.tls ? 'split' : 'awake',
  unit: 'bytes',
  target: { size, count: 1 },
  ...base,
})

const send = (base: Base, size: number): Row => ({
  task: 'send',
  service: base.tls ? 'tlsSink' : 'sink',
  cores: base.tls ? 'split' : 'awake',
  unit: 'bytes',
  target: { size, count: 1 },
  ...base,
})

const manySockets = (count: number): Row => ({
  name: `sockets-${count}`,
  title: `echoes over ${count.toLocaleString('en')} socket${count === 1 ? '' : 's'}`,
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
  target: { size: 0, count: 500, pendingRead },
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
  memory({ name: 'memory-connected-read', title: 'memory, connected, read pending' }, 'idleConnected', true),
  memory({ name: 'memory-connected-no-read', title: 'memory, connected, no read' }, 'idleConnected', false),
  memory({ name: 'memory-accepted-read', title: 'memory, accepted, read pending' }, 'idleAccepted', true),
  memory({ name: 'memory-accepted-no-read', title: 'memory, accepted, no read' }, 'idleAccepted', false),
  {
    name: 'ping-pong',
    title: 'ping-pong, 64 B',
    task: 'pingPong',
    service: 'echo',
    cores: 'shared',
    unit: 'operations',
    target: { size: 64, count: 1 },
  },
  receive({ name: 'receive-4k', title: 'receive, 4 KiB reads' }, 4 * KiB),
  receive({ name: 'receive-64k', title: 'receive, 64 KiB reads' }, 64 * KiB),
  receive({ name: 'receive-256k', title: 'receive, 256 KiB reads' }, 256 * KiB),
  receive({ name: 'receive-1m', title: 'receive, 1 MiB reads' }, 1024 * KiB),
  send({ name: 'send-4k', title: 'send, 4 KiB writes' }, 4 * KiB),
  send({ name: 'send-64k', title: 'send, 64 KiB writes' }, 64 * KiB),
  {
    name: 'small-writes',
    title: '32 writes of 64 B a tick',
    task: 'smallWrites',
    service: 'sink',
    cores: 'split',
    unit: 'operations',
    target: { size: 64, count: 32 },
  },
  {
    name: 'accept',
    title: 'accept and close',
    task: 'accept',
    service: 'dialler',
    cores: 'split',
    unit: 'operations',
    target: { size: 0, count: 1 },
  },
  udp({ name: 'udp-echo', title: 'UDP echo, 64 B, 64 under way' }, 'udpEcho', 'udpEcho', 'shared'),
  udp({ name: 'udp-send', title: 'UDP send, 64 B' }, 'udpSend', 'udpSink', 'split'),
  udp({ name: 'udp-receive', title: 'UDP receive, 64 B' }, 'udpReceive', 'udpSource', 'split'),
  receive({ name: 'tls-download', title: 'TLS download, 64 KiB reads', tls: true }, 64 * KiB),
  send({ name: 'tls-upload', title: 'TLS upload, 64 KiB writes', tls: true }, 64 * KiB),
  handshake({ name: 'tls-handshake', title: 'TLS handshake' }, 'tlsNoResumption', false),
  handshake({ name: 'tls-resumption', title: 'TLS handshake resumed, and an echo' }, 'tlsEcho', true),
  {
    name: 'wrong-call',
    title: 'call refused for its arguments',
    task: 'wrongCall',
    service: 'echo',
    cores: 'split',
    unit: 'operations',
    target: { size: 0, count: 1 },
  },
  ...[1, 100, 1_000, 10_000].map(manySockets),
]
