/**
 * The variant `raw read(n), copied`. It copies each Buffer into a separate ArrayBuffer, which chrome.socket also gives. The
 * Buffer of a small read shares its memory with the Buffers of other reads.
 */
import type { Open } from '../task.ts'
import { openWith } from '../tasks/tasks.ts'
import { connect, NodeConnection } from './node.ts'

class NodeReadCopyConnection extends NodeConnection {
  override receive(size: number, received: (length: number) => void): void {
    const { socket } = this
    socket.on('readable', () => {
      for (;;) {
        const chunk = socket.read(size) as Buffer | null
        if (chunk === null) return
        received(new Uint8Array(chunk).buffer.byteLength)
      }
    })
  }
}

export const open: Open = openWith(() => ({
  connect: async (target) => new NodeReadCopyConnection(await connect(target)),
}))
