/**
 * Playing a random program. Self-contained, like every scenario, since its source text runs in Chromium, too.
 *
 * What makes Chromium crash is left out, and so is what would show one of its faults that are on the list of differences.
 */
import type { CallResult, Stage } from '../scenario.ts'
import type { Action, Program } from './program.ts'

/** `parameter` is the program in JSON. */
export async function playProgram(stage: Stage, parameter: string): Promise<void> {
  const { peers, bytes, callThen, bare, readAll, note, show, endPart, breathe, chrome } = stage
  interface Socket {
    readonly id: number
    readonly type: string
    readonly accepted: boolean
    /** Connected to another socket of the program. */
    toOwn: boolean
    /** One end or the other has said something. */
    spoken: boolean
    /** What connect was last given. */
    hostname: string
    /** The peer closes or resets as soon as it is spoken to. */
    peerLeaves: boolean
    secured: boolean
    /** A connect has failed since the last disconnect. */
    failed: boolean
    port: number
    /** What this step has called on it already. */
    inStep: string[]
    /** The names of calls that have not been answered, and how many there are of each. */
    readonly unanswered: Map<string, number>
  }
  const sockets: Socket[] = []
  const add = (id: number, type: string, accepted: boolean): void => {
    sockets.push({
      id,
      type,
      accepted,
      toOwn: accepted,
      spoken: false,
      hostname: '',
      peerLeaves: false,
      secured: false,
      failed: false,
      port: 0,
      inStep: [],
      unanswered: new Map(),
    })
  }
  const at = (index: number | null): Socket | undefined => (index === null ? undefined : sockets[index])

  const oddities: Record<string, () => unknown> = {
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
  const host = globalThis as unknown as {
    structuredClone: (value: unknown, options: object) => unknown
    WebAssembly: { Memory: new (options: object) => { buffer: ArrayBuffer } }
  }
  const detached = <Buffer extends ArrayBufferLike>(buffer: Buffer): Buffer => {
    host.structuredClone(buffer, { transfer: [buffer] })
    return buffer
  }
  /** One page of memory that other threads could see; Chromium's page has no constructor for it. */
  const shared = (content: Uint8Array): ArrayBuffer => {
    const { buffer } = new host.WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
    new Uint8Array(buffer).set(content)
    return buffer
  }
  const padded = (content: Uint8Array): Uint8Array => Uint8Array.from([1, 2, 3, 4, ...content, 5, 6, 7, 8])
  const dataForms: Record<string, (content: Uint8Array<ArrayBuffer>) => unknown> = {
    bytes: (content) => content,
    subarray: (content) => padded(content).subarray(4, 4 + content.length),
    DataView: (content) => new DataView(padded(content).buffer, 4, content.length),
    Uint16Array: (content) => new Uint16Array(padded(content).buffer, 4, content.length >> 1),
    resizable: (content) => {
      const options = { maxByteLength: content.length + 8 }
      const buffer = new (ArrayBuffer as new (length: number, options: object) => ArrayBuffer)(content.length, options)
      new Uint8Array(buffer).set(content)
      return buffer
    },
    detached: (content) => detached(content.buffer),
    'detached view': (content) => {
      detached(content.buffer)
      return content
    },
    shared: (content) => shared(content),
    'shared view': (content) => new Uint8Array(shared(content), 0, content.length),
  }
  const value = (arg: unknown): unknown => {
    if (typeof arg !== 'object' || arg === null) return arg
    const coded = arg as Partial<{ peer: string; portOf: number; data: string | number; as: string; js: string }>
    if (coded.peer !== undefined) return peers[coded.peer]
    if (coded.portOf !== undefined) return at(coded.portOf)?.port ?? 0
    if (coded.js !== undefined) return oddities[coded.js]!()
    if (coded.data === undefined) return arg
    const buffer = bytes(coded.data)
    return coded.as === undefined ? buffer : dataForms[coded.as]!(new Uint8Array(buffer))
  }
  /** What has been written is the app's again as soon as the call has returned. */
  const scribbleOver = (arg: unknown): void => {
    if (arg instanceof ArrayBuffer && arg.byteLength > 0) new Uint8Array(arg).fill(0x21)
    if (ArrayBuffer.isView(arg) && arg.byteLength > 0) {
      new Uint8Array(arg.buffer, arg.byteOffset, arg.byteLength).fill(0x21)
    }
  }

  const isComparable = ({ name, on, args }: Action): boolean => {
    const socket = at(on)
    // What Chromium makes of a port that there is not is on the list of what we do otherwise.
    const port = args[on === null ? 2 : 1]
    if (name === 'listen' && typeof port === 'number' && (port < 0 || port > 65_535)) return false
    if (socket === undefined) return name !== 'readAll'
    const { inStep, unanswered } = socket
    // Two of these at once, one of them listen, crash Chromium; with two connects it depends on who is faster.
    // Whether its own port is free for it again depends on that, too.
    if (name === 'listen' && socket.port !== 0 && value(args[1]) === socket.port) return false
    const isOpening = name === 'listen' || name === 'connect'
    if (isOpening && (unanswered.has('listen') || unanswered.has('connect'))) return false
    // It crashes when the accepted connection is over.
    if (name === 'connect' && socket.accepted) return false
    // An empty write behind a pending one crashes it, too.
    if (name === 'write' && unanswered.has('write') && isEmpty(args[0])) return false
    // Here it depends on who is faster, Chromium's processes or the script, and whether the system has taken all before a reset.
    const hasOptions = inStep.some((each) => each.startsWith('set'))
    if (isRead.test(name) && inStep.some((each) => isRead.test(each))) return false
    const isEnd = name === 'disconnect' || name === 'destroy'
    if ((isEnd || isRead.test(name)) && hasOptions) return false
    if (isEnd && inStep.some((each) => each.endsWith('Group'))) return false
    if (isRead.test(name) && inStep.includes('connect')) return false
    if (isEnd && (unanswered.has('write') || inStep.includes('recvFrom'))) return false
    if (name === 'write' && inStep.includes('connect') && isLong(args[0])) return false
    if (name === 'write' && socket.peerLeaves && isLong(args[0])) return false
    // TLS comes record by record here, and Chromium has many of them before it tells of the first.
    if (name === 'read' && socket.secured && Number(args[0]) > 16_384) return false
    // What a ClientHello looks like is nobody's business, nor what becomes of plain text that is not read.
    // A name that is an IPv6 literal is on the list of what we do otherwise; so is what follows a connect that failed.
    if (name === 'secure') {
      return !socket.toOwn && !socket.spoken && !socket.failed && !socket.hostname.includes(':')
    }
    if (name === 'setNoDelay' || name === 'setKeepAlive') {
      return !socket.secured && !socket.failed && !unanswered.has('connect') && !unanswered.has('secure')
    }
    // On a secured socket these crash it.
    return !socket.secured || !/^connect|bind|[gG]roup|Multicast/.test(name)
  }
  const isRead = /^read/
  const isLong = (arg: unknown): boolean => Number((arg as { data?: unknown } | null)?.data) > 65_535
  const isEmpty = (arg: unknown): boolean => {
    const { data, as = '' } = (arg ?? {}) as { data?: unknown; as?: string }
    return data === '' || data === 0 || as.startsWith('detached') || (as === 'Uint16Array' && String(data).length < 2)
  }

  const begin = async (action: Action, then: (result: CallResult) => unknown): Promise<CallResult> => {
    const { name, on, form } = action
    const args = action.args.map(value)
    const all = on === null ? args : [at(on)?.id ?? 99_999, ...args]
    const answered =
      form === 'bare'
        ? bare(name, ...all).then((result) => {
            then(result)
            return result
          })
        : callThen(then, name, ...all)
    for (const arg of args) scribbleOver(arg)
    return answered
  }
  const run = async (action: Action): Promise<void> => {
    const { name, on, args, form } = action
    const socket = at(on)
    if (socket !== undefined) {
      if (name === 'readAll') return readAll(socket.id, 300_000)
      if (name === 'getInfo' && socket.secured) {
        const { getInfo } = chrome.socket as Record<string, (id: number) => Promise<object>>
        return note(await getInfo!(socket.id).then((info) => show({ ...info, socketType: 'tcp' }), String))
      }
      if (name === 'connect') {
        socket.hostname = String(args[0])
        socket.toOwn = (args[1] as Partial<{ portOf: number }> | null)?.portOf !== undefined
        const { peer = '' } = (args[1] ?? {}) as Partial<{ peer: string }>
        socket.spoken = peer === 'greeter'
        socket.peerLeaves ||= /bye|half|source|reset|drop|Reset/.test(peer)
      }
      if (name === 'write') socket.spoken = true
      socket.inStep.push(name)
      socket.unanswered.set(name, (socket.unanswered.get(name) ?? 0) + 1)
      if (name === 'secure') socket.secured = true
      if (name === 'disconnect' || name === 'destroy') socket.failed = socket.peerLeaves = false
    }
    const nested: Promise<unknown>[] = []
    const result = await begin(action, (answer) => {
      const left = (socket?.unanswered.get(name) ?? 0) - 1
      if (left > 0) socket?.unanswered.set(name, left)
      else socket?.unanswered.delete(name)
      // Whoever has been waiting in vain may get it yet.
      if (name === 'accept' && answer.socketId !== undefined) add(answer.socketId, 'tcp', true)
      if (name === 'create' && answer.socketId !== undefined) add(answer.socketId, String(args[0]), false)
      for (const each of action.nested ?? []) if (isComparable(each)) nested.push(run(each))
      if (form === 'throwing') throw new Error('Thrown by a random program')
    })
    await Promise.all(nested)
    if (socket === undefined) return
    const succeeded = (result as unknown) === 0
    if (name === 'connect') socket.failed ||= !succeeded
    if ((name === 'listen' || name === 'bind') && succeeded) {
      socket.port = (await callThen(() => {}, 'getInfo', socket.id)).localPort ?? 0
    }
  }
  for (const step of JSON.parse(parameter) as Program) {
    endPart('--')
    for (const socket of sockets) socket.inStep = []
    const running: Promise<void>[] = []
    for (const action of step) if (isComparable(action)) running.push(run(action))
    await Promise.all(running)
    // What the calls have set going arrives before the next step.
    await breathe()
  }
  endPart('-- in the end')
  for (const [on] of sockets.entries()) await run({ name: 'getInfo', on, args: [] })
}
