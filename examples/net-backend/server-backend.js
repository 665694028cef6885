// The same backend with `listen`. docs/writing-a-backend.md explains it.
import net from 'node:net'
import { AcceptQueue, afterMicrotasks, NetError, netErrorFromPosixCode } from '@chrome-socket/api/backend'
import { netBackend, NetStream, socketOptions } from './backend.js'

export const serverBackend = () => ({ ...netBackend(), listen })

function listen(at, backlog, complete) {
  const queue = new AcceptQueue()
  const server = net.createServer(socketOptions, (socket) => queue.add(new NetStream(socket)))
  const close = () => void (queue.close(), server.close())
  let isCancelled = false
  server.once('error', ({ code }) => afterMicrotasks(() => isCancelled || complete(netErrorFromPosixCode(code))))
  server.listen({ host: at.address, port: at.port, backlog }, () => {
    const { address, port } = server.address()
    const listener = { local: { address, port }, accept: (accepted) => queue.accept(accepted), close }
    afterMicrotasks(() => (isCancelled ? close() : complete(NetError.OK, listener)))
  })
  return () => void (isCancelled = true)
}
