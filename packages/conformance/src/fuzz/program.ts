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
  const { peers, bytes, call, endPart } = stage
  const sockets: { id: number; type: string; accepted: boolean; secured: boolean; port: number }[] = []
  const at = (index: number): (typeof sockets)[number] | undefined => sockets[index]
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
    // Chromium crashes on connecting these again, so nobody knows what that should do.
    if (name === 'connect') return socket?.accepted !== true && socket?.secured !== true
    // It takes a secured socket for a UDP one, which is on the list of what we do otherwise; or crashes.
    return socket?.secured !== true || !/getInfo|setNoDelay|setKeepAlive|[gG]roup|Multicast/.test(name)
  }
  const run = async ({ name, on, args }: Action): Promise<void> => {
    if (name === 'create') {
      const type = String(args[0])
      const { socketId } = await call('create', type, {})
      if (socketId !== undefined) sockets.push({ id: socketId, type, accepted: false, secured: false, port: 0 })
      return
    }
    const socket = at(on)
    const result = await call(name, socket?.id ?? 99_999, ...args.map(value))
    if (name === 'accept' && result.socketId !== undefined) {
      sockets.push({ id: result.socketId, type: 'tcp', accepted: true, secured: false, port: 0 })
    }
    if (name === 'secure' && socket !== undefined) socket.secured = true
    if ((name === 'listen' || name === 'bind') && (result as unknown) === 0 && socket !== undefined) {
      socket.port = (await call('getInfo', socket.id)).localPort ?? 0
    }
  }
  for (const step of JSON.parse(parameter) as Program) {
    endPart('--')
    await Promise.all(step.filter(isComparable).map(run))
    // What the calls have set going among the sockets arrives before the next step.
    await new Promise((resolve) => {
      ;(globalThis as unknown as { setTimeout: (task: (value: unknown) => void, ms: number) => void }).setTimeout(
        resolve,
        4,
      )
    })
  }
  endPart('-- in the end')
  for (const { id, secured } of sockets) if (!secured) await call('getInfo', id)
}
