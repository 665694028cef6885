/**
 * The tasks by name. Each uses the primitives of a variant, counts, and checks whether the slice is over.
 *
 * A function of this folder uses only the other functions of this folder, by their names, because Chromium gets their source
 * text.
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

/** Makes the `open` of a variant. The variant needs only the primitives that its tasks in `variants.ts` use. */
export function openWith(socketsFor: (target: Target) => Partial<Sockets>): Open {
  return (target) => tasks[target.task](socketsFor(target) as Sockets, target)
}

/** A script for a page that defines a function for each task, with the name of the task. */
export const tasksSource: string = [ignore, order, countEvents, echoed, ...Object.values(tasks)].join('\n')
