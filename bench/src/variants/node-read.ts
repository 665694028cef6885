/** The variant with raw node:net and node:tls that reads on demand, like chrome.socket, by 'readable' and `read(n)`. */
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
