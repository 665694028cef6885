/**
 * The tasks, done with the primitives of whatever variant: what is counted, and when a slice is over.
 *
 * Each function needs nothing but the others of this folder, by their names: Chromium gets their source text, and runs the same.
 */
import type { Sockets } from '../sockets.ts'
import type { Activity, Open, Target, TaskName } from '../task.ts'
import { accept, echoed, handshake, wrongCall } from './connecting.ts'
import { udpEcho, udpReceive, udpSend } from './datagrams.ts'
import { countEvents, ignore, order } from './events.ts'
import { idleAccepted, idleConnected, manySockets } from './many.ts'
import { pingPong, receive, send, smallWrites } from './streams.ts'

type Task = (sockets: Sockets, target: Target) => Activity | Promise<Activity>

const tasks: Readonly<Record<TaskName, Task>> = {
  pingPong,
  receive,
  send,
  smallWrites,
  accept,
  udpEcho,
  udpSend,
  udpReceive,
  idleConnected,
  idleAccepted,
  manySockets,
  handshake,
  wrongCall,
}

/** Opens tasks with the sockets given for them. A variant need only have those that its tasks in `variants.ts` use. */
export function openWith(socketsFor: (target: Target) => Partial<Sockets>): Open {
  return (target) => tasks[target.task](socketsFor(target) as Sockets, target)
}

/** For a page: a script that defines the function of the same name as each task. */
export const tasksSource: string = [ignore, order, countEvents, echoed, ...Object.values(tasks)].join('\n')
