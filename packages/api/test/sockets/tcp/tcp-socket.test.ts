/** Expectations: the contract (`src/backend/contract.ts`). A listener takes one accept at a time. */
import { expect, it } from 'vitest'
import type { AcceptCompletion, Backend, TcpListener } from '../../../src/backend/index.ts'
import { TcpSocket } from '../../../src/sockets/tcp/tcp-socket.ts'
import { ScriptedStream, scriptedBackend } from '../../scripted-backend.ts'

function listeningBackend(): { backend: Backend; accepts: AcceptCompletion[] } {
  const accepts: AcceptCompletion[] = []
  const listener: TcpListener = {
    local: { address: '192.0.2.1', port: 80 },
    accept: (complete) => void accepts.push(complete),
    close: () => {},
  }
  const listen: Backend['listen'] = (_at, _backlog, complete) => {
    setImmediate(() => complete(0, listener))
    return () => {}
  }
  return { backend: { ...scriptedBackend(new ScriptedStream()), listen }, accepts }
}

it('an accept that is asked for as soon as the socket listens goes to the listener once', async () => {
  const { backend, accepts } = listeningBackend()
  const socket = new TcpSocket(backend)
  const log: string[] = []
  const acceptNext = (): void => {
    socket.accept((result, accepted) => {
      log.push(`${result} ${accepted?.type}`)
      acceptNext()
    })
  }
  await new Promise<void>((resolve) => {
    socket.listen('192.0.2.1', 80, 5, () => {
      acceptNext()
      resolve()
    })
  })
  expect([accepts.length, log]).toEqual([1, []])
  accepts[0]?.(0, new ScriptedStream())
  expect([accepts.length, log]).toEqual([2, ['0 tcp']])
})
