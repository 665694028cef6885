/**
 * Random programs as data, and the scenario that plays one. Several sockets, step by step; the calls of a step are made
 * in one script. What would depend on who is faster is kept out, and so is what makes Chromium crash.
 */
import type { Stage } from '../scenario.ts'

/** One call. `on` is the number of a socket in order of appearance, or one that is not there. */
export interface Action {
  readonly name: string
  readonly on: number
  /** `{ peer }` and `{ portOf }` stand for ports, `{ bytes }` for data; anything else is given as it is. */
  readonly args: readonly unknown[]
}

/** The actions of a step run in one script. */
export type Program = readonly (readonly Action[])[]

/** Self-contained, like every scenario: `parameter` is the program in JSON. */
export async function playProgram(stage: Stage, parameter: string): Promise<void> {
  const { peers, bytes, call, endPart, breathe } = stage
  interface Socket {
    readonly id: number
    readonly accepted: boolean
    /** Connected to another socket of the program. */
    toOwn: boolean
    /** One end or the other has said something. */
    spoken: boolean
    /** What connect was last given. */
    hostname: string
    listens: boolean
    secured: boolean
    /** A connect has failed since the last disconnect. */
    failed: boolean
    port: number
  }
  const sockets: Socket[] = []
  const add = (id: number, accepted: boolean): void => {
    sockets.push({
      id,
      accepted,
      toOwn: accepted,
      spoken: false,
      hostname: '',
      listens: false,
      secured: false,
      failed: false,
      port: 0,
    })
  }
  const at = (index: number): Socket | undefined => sockets[index]
  const value = (arg: unknown): unknown => {
    if (typeof arg !== 'object' || arg === null) return arg
    const { peer, portOf, data } = arg as { peer?: string; portOf?: number; data?: number | string }
    if (peer !== undefined) return peers[peer]
    if (portOf !== undefined) return at(portOf)?.port ?? 0
    if (data !== undefined) return bytes(data)
    return arg
  }
  const isComparable = ({ name, on }: Action): boolean => {
    const socket = at(on)
    if (socket === undefined) return true
    // Chromium crashes on connecting these again, so nobody knows what that should do.
    if (name === 'connect') return !socket.accepted && !socket.secured
    // What a ClientHello looks like is nobody's business, nor what becomes of plain text that is not read.
    // A name that is an IPv6 literal is on the list of what we do otherwise.
    if (name === 'secure') return !socket.toOwn && !socket.spoken && !socket.hostname.includes(':')
    // Chromium leaves the port that it had listened at open, or not.
    if (name === 'listen') return !socket.listens
    // Here Chromium has faults that are on the list of what we do otherwise; or it crashes.
    if (name === 'setNoDelay' || name === 'setKeepAlive') return !socket.secured && !socket.failed
    return !socket.secured || !/getInfo|[gG]roup|Multicast/.test(name)
  }
  const run = async ({ name, on, args }: Action): Promise<void> => {
    if (name === 'create') {
      const { socketId } = await call('create', String(args[0]), {})
      if (socketId !== undefined) add(socketId, false)
      return
    }
    const socket = at(on)
    const result = await call(name, socket?.id ?? 99_999, ...args.map(value))
    if (name === 'accept' && result.socketId !== undefined) add(result.socketId, true)
    if (socket === undefined) return
    const succeeded = (result as unknown) === 0
    if (name === 'connect') {
      socket.hostname = String(args[0])
      socket.failed ||= !succeeded
      socket.toOwn = (args[1] as { portOf?: number } | null)?.portOf !== undefined
      if (succeeded) socket.spoken = (args[1] as { peer?: string } | null)?.peer === 'greeter'
    }
    if (name === 'write') socket.spoken = true
    if (name === 'secure') socket.secured = true
    if (name === 'disconnect') socket.failed = socket.listens = false
    if (name === 'listen') socket.listens = succeeded
    if ((name === 'listen' || name === 'bind') && succeeded) {
      socket.port = (await call('getInfo', socket.id)).localPort ?? 0
    }
  }
  for (const step of JSON.parse(parameter) as Program) {
    endPart('--')
    await Promise.all(step.filter(isComparable).map(run))
    // What the calls have set going arrives before the next step.
    await breathe()
  }
  endPart('-- in the end')
  for (const { id, secured } of sockets) if (!secured) await call('getInfo', id)
}
