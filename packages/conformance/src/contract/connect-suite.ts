/**
 * Connecting: refused and unreachable targets, the addresses of both ends, and cancelling.
 */
import { type Endpoint, NetError, type TcpStream } from '@chrome-socket/api/backend'
import {
  connect,
  describeEndpoint,
  describeResult,
  openResult,
  peerReads,
  peerReadsToEnd,
  readExactly,
  write,
} from './ask.ts'
import { type BackendSubject, backendParts, insideResolve } from './backend-subject.ts'
import { type Situation, completionCases } from './completion.ts'
import { type ContractCase, type ContractSuite, contractCase } from './contract-case.ts'
import { anyOwnPort } from './own-port.ts'
import { type Trial, equal, equalList, holds } from './trial.ts'

/** Finds a port without a listener, where nobody begins to listen meanwhile: the system gives it to nobody. */
async function closedPort({ peer, ipv4: address }: BackendSubject, trial: Trial): Promise<Endpoint> {
  for (;;) {
    const nobody = { address, port: anyOwnPort() }
    const refused = peer.connect(nobody).then(
      (connection) => {
        trial.use(connection)
        return false
      },
      () => true,
    )
    if (await trial.within('the refusal of a connect of the peer', refused)) return nobody
  }
}

const situations: readonly Situation<BackendSubject>[] = [
  {
    name: 'a connect',
    async prepare({ backend, peer, ipv4 }, trial) {
      const { local } = trial.use(await peer.listen(ipv4))
      return (done) => {
        backend.connect(local, (_, stream) => {
          if (stream) trial.use(stream)
          done()
        })
      }
    },
  },
  {
    name: 'a connect that is refused',
    async prepare(subject, trial) {
      const nobody = await closedPort(subject, trial)
      return (done) => {
        subject.backend.connect(nobody, done)
      }
    },
  },
]

async function connects(subject: BackendSubject, trial: Trial, address: string): Promise<void> {
  const listener = trial.use(await subject.peer.listen(address))
  const accepting = trial.meanwhile(listener.accept())
  const stream = await connect(trial, subject.backend, listener.local)
  const peer = trial.use(await trial.within('the connection at the peer', accepting))
  equalList(
    [stream.local, stream.peer].map(describeEndpoint),
    [peer.peer, peer.local].map(describeEndpoint),
    'local and peer',
  )
  equal(describeEndpoint(stream.peer), describeEndpoint(listener.local), 'the peer')
  await write(trial, stream, Uint8Array.of(1, 2, 3))
  equalList([...(await peerReads(trial, peer, 3))], [1, 2, 3], 'the bytes at the peer')
  await peer.write(Uint8Array.of(4, 5))
  equalList([...(await readExactly(trial, stream, 2))], [4, 5], 'the bytes read')
}

const cases: readonly ContractCase<BackendSubject>[] = [
  ...completionCases('connect', [], situations, insideResolve),

  contractCase('connect: both ends know each other (IPv4)', [], async (subject, trial) => {
    await connects(subject, trial, subject.ipv4)
  }),

  contractCase('connect: both ends know each other (IPv6)', ['ipv6'], async (subject, trial) => {
    await connects(subject, trial, subject.ipv6 ?? '')
  }),

  contractCase('connect: to where nobody listens gives ERR_CONNECTION_REFUSED', [], async (subject, trial) => {
    const nobody = await closedPort(subject, trial)
    const { result, socket } = await openResult(trial, 'a connect', (done) => subject.backend.connect(nobody, done))
    equal(describeResult(result), describeResult(NetError.ERR_CONNECTION_REFUSED), 'the result')
    equal(socket, undefined, 'the stream')
  }),

  contractCase(
    'connect: to where no route leads gives ERR_ADDRESS_UNREACHABLE',
    ['unreachable'],
    async (subject, trial) => {
      const { backend, unreachable } = subject
      const { result } = await openResult(
        trial,
        'a connect',
        (done) => unreachable && backend.connect(unreachable, done),
      )
      equal(describeResult(result), describeResult(NetError.ERR_ADDRESS_UNREACHABLE), 'the result')
    },
  ),

  contractCase('connect: a cancelled one does not complete and leaves no connection', [], async (subject, trial) => {
    const listener = trial.use(await subject.peer.listen(subject.ipv4))
    const accepting = trial.meanwhile(listener.accept())
    let completions = 0
    const before = subject.openSockets?.()
    const cancel = subject.backend.connect(listener.local, () => {
      completions += 1
    })
    cancel()
    cancel()
    await trial.quiet()
    await trial.quiet()
    equal(completions, 0, 'completions')
    if (await trial.settles(accepting)) {
      const peer = trial.use(await accepting)
      // The connection may end or be reset, but it must not stay.
      await peerReadsToEnd(trial, peer).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'ContractViolation') throw error
      })
      peer.close()
      await trial.quiet()
    }
    equal(subject.openSockets?.(), before, 'open sockets')
  }),

  contractCase('connect: a refused one that was cancelled does not complete', [], async (subject, trial) => {
    const nobody = await closedPort(subject, trial)
    let completions = 0
    const cancel = subject.backend.connect(nobody, () => {
      completions += 1
    })
    await Promise.resolve()
    cancel()
    await trial.quiet()
    await trial.quiet()
    equal(completions, 0, 'completions')
  }),

  contractCase('connect: cancelling what has completed leaves the stream alone', [], async (subject, trial) => {
    const listener = trial.use(await subject.peer.listen(subject.ipv4))
    const accepting = trial.meanwhile(listener.accept())
    let cancel: (() => void) | undefined
    const { socket: stream } = await openResult<TcpStream>(trial, 'a connect', (done) => {
      cancel = subject.backend.connect(listener.local, done)
    })
    cancel?.()
    await trial.quiet()
    holds(stream !== undefined, 'the connect failed')
    equal(await write(trial, stream, Uint8Array.of(1)), 1, 'a write')
    const peer = trial.use(await trial.within('the connection at the peer', accepting))
    equalList([...(await peerReads(trial, peer, 1))], [1], 'the byte at the peer')
  }),

  contractCase('connect: many at once', [], async (subject, trial) => {
    const listener = trial.use(await subject.peer.listen(subject.ipv4))
    const serving = trial.meanwhile(
      (async () => {
        for (let count = 0; count < 50; count += 1) trial.use(await listener.accept())
      })(),
    )
    const streams = await Promise.all(Array.from({ length: 50 }, () => connect(trial, subject.backend, listener.local)))
    await trial.within('the connections at the peer', serving)
    equal(new Set(streams.map(({ local }) => local.port)).size, 50, 'different local ports')
  }),

  contractCase('connect: TCP_NODELAY and keepalive can be set', [], async (subject, trial) => {
    const listener = trial.use(await subject.peer.listen(subject.ipv4))
    const stream = await connect(trial, subject.backend, listener.local)
    const found = [
      stream.setNoDelay(false),
      stream.setNoDelay(true),
      stream.setKeepAlive(true, 30),
      stream.setKeepAlive(true, 0),
      stream.setKeepAlive(false, 0),
    ]
    equalList(found, [true, true, true, true, true], 'what they gave')
  }),

  contractCase('connect: TCP_NODELAY and keepalive of a closed stream cannot be set', [], async (subject, trial) => {
    const listener = trial.use(await subject.peer.listen(subject.ipv4))
    const stream = await connect(trial, subject.backend, listener.local)
    stream.close()
    const atOnce = [stream.setNoDelay(true), stream.setKeepAlive(true, 30)]
    await trial.quiet()
    equalList([...atOnce, stream.setNoDelay(true), stream.setKeepAlive(true, 30)], Array(4).fill(false), 'the results')
  }),
]

/** The cases of `connect`. */
export const connectSuite: ContractSuite<BackendSubject> = { name: 'connect', parts: backendParts, cases }
