/** Raw node:net and node:tls, with 'readable' and `read(n)`: reading on demand, as chrome.socket does. */
import type { Open } from '../task.ts'
import { openWith } from '../tasks/tasks.ts'
import { connect, NodeConnection } from './node.ts'

class NodeReadConnection extends NodeConnection {
  override receive(size: number, received: (length: number) => void): void {
    const { socket } = this
    socket.on('readable', () => {
      for (;;) {
        const chunk = socket.read(size) as Buffer | null
        if (chunk === null) return
        received(chunk.byteLength)
      }
    })
  }
}

export const open: Open = openWith(() => ({ connect: async (target) => new NodeReadConnection(await connect(target)) }))
