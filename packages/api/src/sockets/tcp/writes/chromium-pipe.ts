/**
 * The writes that Chromium's data pipe counts as sent. Chromium has a pipe of 64 KiB between an app and its connection,
 * and completes a write once the pipe has taken it. So it reports some writes as sent that never leave. These functions
 * find them. Source: Chromium extensions/browser/api/socket/mojo_data_pump.cc (Write) and
 * services/network/socket_data_pump.cc
 */
import { NetError } from '../../../backend/net-error.ts'
import type { Queue } from '../../../backend/queue.ts'
import type { Write } from '../../socket.ts'

/** The size of the pipe, in bytes. */
export const pipeSize: number = 64 * 1024

/** Whether the pipe has taken all of `length` bytes by the time the connection fails. Their writes count as sent. */
export function fitsPipe(length: number): boolean {
  return length <= pipeSize
}

/**
 * Removes the first writes that fit into the pipe from `pending`, and returns them. The caller completes them as sent.
 */
export function takeWhatFits(pending: Queue<Write>): Write[] {
  const taken: Write[] = []
  let room = pipeSize
  for (let write = pending.first; write !== undefined && write.length <= room; write = pending.first) {
    room -= write.length
    taken.push(write)
    pending.shift()
  }
  return taken
}

/** The first write that the pipe refuses fails and disconnects the socket. The writes after it meet a disconnected socket. */
export function markRefused(writes: Queue<Write>): void {
  let result: number = NetError.ERR_FAILED
  for (let write = writes.first; write !== undefined; write = write.next) {
    write.result = result
    result = NetError.ERR_SOCKET_NOT_CONNECTED
  }
}
