/** Plays a random program: step by step, with the calls that can be compared. */
import { namespaceOf } from '../play/namespaces.ts'
import type { CallResult, Stage } from '../scenario.ts'
import { decode, scribbleOver } from './coded-values.ts'
import type { Ports } from './coded-values.ts'
import { isLeftOut, isLeftOutWithoutSocket } from './exclusions.ts'
import { ProgramSockets, isLong, namespaceOfKind } from './program-sockets.ts'
import type { Action, Kind, ProgramInput } from './program.ts'

/** `parameter` is a `ProgramInput` in JSON. */
export async function playProgram(stage: Stage, parameter: string): Promise<void> {
  const { program, leavesOut } = JSON.parse(parameter) as ProgramInput
  const sockets = new ProgramSockets()
  const ports: Ports = { peers: stage.peers, portOf: (index) => sockets.at(index)?.port ?? 0 }

  const isComparable = ({ name, on, args }: Action): boolean => {
    const socket = sockets.at(on)
    if (socket === undefined) return !isLeftOutWithoutSocket(name, args[on === null ? 2 : 1])
    const { hasSent, hasEnded, hasWritten, hasOpened } = sockets
    const step = { hasSent, hasEnded, hasWritten, hasOpened, passesMuch: sockets.hasPassedMuch || args.some(isLong) }
    return !isLeftOut({ name, args, socket, ...step, leavesOut, portOf: (arg) => decode(arg, ports) })
  }

  const begin = async (action: Action, then: (result: CallResult) => unknown): Promise<CallResult> => {
    const { name, on, form } = action
    const args = action.args.map((each) => decode(each, ports))
    const all = on === null ? args : [sockets.at(on)?.id ?? 99_999, ...args]
    const answered =
      form === 'bare'
        ? stage.bare(name, ...all).then((result) => {
            then(result)
            return result
          })
        : stage.callThen(then, name, ...all)
    for (const arg of args) scribbleOver(arg)
    return answered
  }

  const run = async (action: Action): Promise<void> => {
    const { name, on, form } = action
    const socket = sockets.at(on)
    sockets.hasPassedMuch ||= action.args.some(isLong)
    socket?.inStep.push(name)
    if (socket !== undefined && name === 'readAll') return stage.readAll(socket.id, 300_000)
    if (socket?.secured === true && name === 'getInfo') return noteInfoOfSecured(stage, socket.id)
    if (socket !== undefined) sockets.calls(socket, action)
    const nested: Promise<unknown>[] = []
    const result = await begin(action, (answer) => {
      if (socket !== undefined) sockets.isAnswered(socket, action, answer)
      // An accept that has timed out may still be answered.
      if (name === 'accept' && answer.socketId !== undefined) sockets.add(answer.socketId, 'tcp', true)
      if (/(^|\.)create$/.test(name) && answer.socketId !== undefined)
        sockets.add(answer.socketId, createdBy(action), false)
      for (const each of action.nested ?? []) if (isComparable(each)) nested.push(run(each))
      if (form === 'throwing') throw new Error('Thrown by a random program')
    })
    await Promise.all(nested)
    if (socket === undefined) return
    const succeeded = (result as unknown) === 0
    if (/^(tcp\.)?connect$/.test(name)) socket.failed ||= !succeeded
    if (/(^|\.)listen$/.test(name) && succeeded) socket.listens += 1
    if (/(^|\.)(listen|bind)$/.test(name) && succeeded) {
      socket.port = (await stage.call(getInfoFor(socket.kind), socket.id)).localPort ?? 0
    }
  }

  listenToEvents(stage, (id) => sockets.add(id, 'sockets.tcp', true))
  for (const step of program) {
    stage.noteReceived()
    stage.endPart('--')
    sockets.beginStep()
    const running: Promise<void>[] = []
    for (const action of step) if (isComparable(action)) running.push(run(action))
    await Promise.all(running)
    // All results of the calls arrive before the next step.
    await stage.breathe()
  }
  stage.noteReceived()
  stage.endPart('-- in the end')
  for (const [on, { kind }] of sockets.all.entries()) await run({ name: getInfoFor(kind), on, args: [] })
}

/** The events of chrome.sockets. The system decides how a stream is cut into events, so the bytes are collected. */
function listenToEvents({ collect, hear, chrome }: Stage, onAccepted: (id: number) => void): void {
  if (chrome.sockets === undefined) return
  collect()
  hear('tcpServer.onAccept', ({ clientSocketId = 0 }) => onAccepted(clientSocketId))
  for (const name of ['tcpServer.onAcceptError', 'udp.onReceive', 'udp.onReceiveError']) hear(name)
}

function createdBy({ name, args }: Action): Kind {
  const namespace = namespaceOf(name)
  return (namespace === 'socket' ? String(args[0]) : `sockets.${namespace}`) as Kind
}

function getInfoFor(kind: Kind): string {
  const namespace = namespaceOfKind(kind)
  return namespace === 'socket' ? 'getInfo' : `${namespace}.getInfo`
}

/** Chromium calls a secured socket a UDP socket, which is a listed difference. */
async function noteInfoOfSecured({ chrome, note, show }: Stage, id: number): Promise<void> {
  const { getInfo } = chrome.socket as Record<string, (id: number) => Promise<object>>
  note(await getInfo!(id).then((info) => show({ ...info, socketType: 'tcp' }), String))
}
