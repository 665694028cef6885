/**
 * Everything that a backend must do, as far as it has the parts.
 */
import { type Backend, NetError } from '@chrome-socket/api'
import { accept, connect, describeResult, interfaces, listen } from './ask.ts'
import { type BackendSubject, backendParts } from './backend-subject.ts'
import { completionCases } from './completion.ts'
import { connectCases } from './connect-suite.ts'
import { type ContractCase, type ContractSuite, casesWithin, contractCase } from './contract-case.ts'
import { datagramCases } from './datagram-suite.ts'
import { listenerCases } from './listener-suite.ts'
import { resolveCases } from './resolve-suite.ts'
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

const interfaceCases: readonly ContractCase<BackendSubject>[] = [
  ...completionCases<BackendSubject>(
    'networkInterfaces',
    ['networkInterfaces'],
    [
      {
        name: 'networkInterfaces',
        prepare:
          async ({ backend }) =>
          (done) => {
            backend.networkInterfaces?.(done)
          },
      },
    ],
    async ({ backend }) =>
      (go) => {
        backend.resolve('127.0.0.1', go)
      },
  ),

  contractCase(
    'networkInterfaces: literals with a prefix length, and none of loopback',
    ['networkInterfaces'],
    async ({ backend }, trial) => {
      for (const { name, address, prefixLength } of await interfaces(trial, backend)) {
        holds(typeof name === 'string' && name !== '', `the interface of ${address} has no name`)
        const isIpv6 = address.includes(':')
        holds(isIpv6 ? /^[0-9a-f:.]+$/.test(address) : /^\d+(\.\d+){3}$/.test(address), `${address} is no IP literal`)
        holds(!/^127\.|^::1$/.test(address), `${address} is a loopback address`)
        const bits = isIpv6 ? 128 : 32
        holds(
          Number.isInteger(prefixLength) && prefixLength >= 0 && prefixLength <= bits,
          `${address} has the prefix length ${prefixLength}`,
        )
      }
    },
  ),

  contractCase(
    'networkInterfaces: every address can be bound',
    ['networkInterfaces', 'listen'],
    async ({ backend }, trial) => {
      for (const { address } of await interfaces(trial, backend)) {
        // A link-local address says nothing without its zone.
        if (!address.startsWith('fe80:'))
          equal((await listen(trial, backend, { address, port: 0 })).local.address, address, 'the local address')
      }
    },
  ),
]

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

export const backendSuite: ContractSuite<BackendSubject> = {
  name: 'backend',
  parts: backendParts,
  cases: [
    ...partCases,
    ...resolveCases,
    ...interfaceCases,
    ...connectCases,
    ...casesWithin(streamSuite.cases, 'connected stream', [], connectedStream),
    ...listenerCases,
    ...casesWithin(streamSuite.cases, 'accepted stream', ['listen'], acceptedStream),
    ...datagramCases,
    ...openSocketCases,
  ],
}
