/**
 * Raw `read(n)` that ends with what chrome.socket gives: an ArrayBuffer which is the reader's alone. Of a read that is smaller
 * than what came, Node's Buffer is a part of a larger one, which other reads have parts of, too.
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
