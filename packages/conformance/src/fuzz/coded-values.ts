/** Decodes the `Coded` values of a program into the arguments that they stand for. */
import { bytes } from '../play/sockets.ts'
import type { DataForm, Oddity } from './program.ts'

const oddities: Readonly<Record<Oddity, () => unknown>> = {
  undefined: () => undefined,
  NaN: () => Number.NaN,
  Infinity: () => Number.POSITIVE_INFINITY,
  '-0': () => -0,
  symbol: () => Symbol('odd'),
  bigint: () => BigInt(1),
  function: () => () => {},
  date: () => new Date(0),
  map: () => new Map(),
}

/** Pages and Node both have these globals, but the types that the two share do not. */
const host = globalThis as unknown as {
  structuredClone: (value: unknown, options: object) => unknown
  WebAssembly: { Memory: new (options: object) => { buffer: ArrayBuffer } }
}

function detached<Buffer extends ArrayBufferLike>(buffer: Buffer): Buffer {
  host.structuredClone(buffer, { transfer: [buffer] })
  return buffer
}

/** Memory that other threads could see. Chromium's page has no constructor for it. */
function shared(content: Uint8Array): ArrayBuffer {
  const pages = Math.max(1, Math.ceil(content.length / 65_536))
  const { buffer } = new host.WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  new Uint8Array(buffer).set(content)
  return buffer
}

function resizable(content: Uint8Array): ArrayBuffer {
  const options = { maxByteLength: content.length + 8 }
  const buffer = new (ArrayBuffer as new (length: number, options: object) => ArrayBuffer)(content.length, options)
  new Uint8Array(buffer).set(content)
  return buffer
}

/** The buffer has other bytes before and after, which a view must leave out. */
function padded(content: Uint8Array): Uint8Array {
  return Uint8Array.from([1, 2, 3, 4, ...content, 5, 6, 7, 8])
}

const dataForms: Readonly<Record<DataForm, (content: Uint8Array<ArrayBuffer>) => unknown>> = {
  bytes: (content) => content,
  subarray: (content) => padded(content).subarray(4, 4 + content.length),
  DataView: (content) => new DataView(padded(content).buffer, 4, content.length),
  Uint16Array: (content) => new Uint16Array(padded(content).buffer, 4, content.length >> 1),
  resizable,
  detached: (content) => detached(content.buffer),
  'detached view': (content) => {
    detached(content.buffer)
    return content
  },
  shared,
  'shared view': (content) => new Uint8Array(shared(content), 0, content.length),
}

/** The ports that coded values name: the peers' and those of the program's own sockets. */
export interface Ports {
  readonly peers: Readonly<Record<string, number>>
  portOf(socket: number): number
}

export function decode(arg: unknown, { peers, portOf }: Ports): unknown {
  if (typeof arg !== 'object' || arg === null) return arg
  const coded = arg as Partial<{ peer: string; portOf: number; data: string | number; as: DataForm; js: Oddity }>
  if (coded.peer !== undefined) return peers[coded.peer]
  if (coded.portOf !== undefined) return portOf(coded.portOf)
  if (coded.js !== undefined) return oddities[coded.js]()
  if (coded.data === undefined) return arg
  const buffer = bytes(coded.data)
  return coded.as === undefined ? buffer : dataForms[coded.as](new Uint8Array(buffer))
}

/** The app owns its data again as soon as the call has returned. A later read of the data would send other bytes. */
export function scribbleOver(arg: unknown): void {
  if (arg instanceof ArrayBuffer && arg.byteLength > 0) new Uint8Array(arg).fill(0x21)
  if (ArrayBuffer.isView(arg) && arg.byteLength > 0) {
    new Uint8Array(arg.buffer, arg.byteOffset, arg.byteLength).fill(0x21)
  }
}
