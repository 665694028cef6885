/**
 * All suites for the parts of a backend.
 */
import { type Backend, NetError } from '@chrome-socket/api/backend'
import { accept, connect, describeResult, listen } from './ask.ts'
import { type BackendSubject, backendParts } from './backend-subject.ts'
import { connectSuite } from './connect-suite.ts'
import { type ContractCase, type ContractSuite, casesWithin, contractCase } from './contract-case.ts'
import { datagramSuite } from './datagram-suite.ts'
import { listenerSuite } from './listener-suite.ts'
import { networkInterfaceCases } from './network-interfaces.ts'
import { resolveSuite } from './resolve-suite.ts'
import type { StreamSubject } from './stream-subject.ts'
import { streamSuite } from './stream-suite.ts'
import { Trial, equal, equalList, holds } from './trial.ts'

/** Rule 6: a part that is there can be used. */
const partCases: readonly ContractCase<BackendSubject>[] = [
  contractCase('parts: one that is there is no stub', [], async ({ backend, ipv4 }, trial) => {
    const at = { address: ipv4, port: 0 }
    const results: Record<string, number> = {}
    await trial.within(
      'the completion of every part',
      Promise.all([
        part(results, 'listen', backend.listen, (done) => backend.listen?.(at, 5, done)),
        part(results, 'openDatagram', backend.openDatagram, (done) =>
          backend.openDatagram?.({ bind: at, multicastTtl: 1, multicastLoopback: true }, done),
        ),
        part(results, 'networkInterfaces', backend.networkInterfaces, (done) => backend.networkInterfaces?.(done)),
      ]),
    )
    for (const [name, result] of Object.entries(results)) {
      holds(
        result !== NetError.ERR_NOT_IMPLEMENTED,
        `${name} is there, but gives ${describeResult(result)}: it should be absent`,
      )
    }
  }),

  contractCase('parts: the backend has a name', [], async ({ backend }) => {
    holds(typeof backend.name === 'string' && backend.name !== '', 'the name is empty')
  }),
]

type PartDone = (result: number, opened?: unknown) => void

async function part(
  results: Record<string, number>,
  name: keyof Backend,
  there: unknown,
  start: (done: PartDone) => void,
): Promise<void> {
  if (there === undefined) return
  results[name] = await new Promise<number>((resolve) => {
    start((result, opened) => {
      if (typeof opened === 'object' && opened !== null && 'close' in opened) (opened as { close(): void }).close()
      resolve(result)
    })
  })
}

const openSocketCases: readonly ContractCase<BackendSubject>[] = [
  contractCase('close: nothing stays open', ['openSockets', 'listen', 'openDatagram'], async (subject, trial) => {
    const { backend, ipv4, openSockets } = subject
    const before = openSockets?.()
    const inner = new Trial(subject.pace)
    const listener = await listen(inner, backend, { address: ipv4, port: 0 })
    const pair = await Promise.all([connect(inner, backend, listener.local), accept(inner, listener)])
    equalList(
      pair.map((stream) => stream.setNoDelay(true)),
      [true, true],
      'setNoDelay',
    )
    inner.end()
    await trial.quiet()
    equal(openSockets?.(), before, 'open sockets')
  }),
]

const connectedStream = (subject: BackendSubject): StreamSubject => ({
  async open() {
    const listener = await subject.peer.listen(subject.ipv4)
    const accepting = listener.accept()
    const stream = await connect(new Trial(subject.pace), subject.backend, listener.local)
    const peer = await accepting
    return { stream, peer, release: () => listener.close() }
  },
})

const acceptedStream = (subject: BackendSubject): StreamSubject => ({
  async open() {
    const trial = new Trial(subject.pace)
    const listener = await listen(trial, subject.backend, { address: subject.ipv4, port: 0 })
    const connecting = subject.peer.connect(listener.local)
    const stream = await accept(trial, listener)
    const peer = await connecting
    return { stream, peer, release: () => listener.close() }
  },
})

/** The cases of a whole backend. */
export const backendSuite: ContractSuite<BackendSubject> = {
  name: 'backend',
  parts: backendParts,
  cases: [
    ...partCases,
    ...resolveSuite.cases,
    ...networkInterfaceCases,
    ...connectSuite.cases,
    ...casesWithin(streamSuite.cases, 'connected stream', [], connectedStream),
    ...listenerSuite.cases,
    ...casesWithin(streamSuite.cases, 'accepted stream', ['listen'], acceptedStream),
    ...datagramSuite.cases,
    ...openSocketCases,
  ],
}
