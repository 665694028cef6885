/** Host names: some must resolve everywhere, and some nowhere (RFC 6761, sections 6.3 and 6.4). */
import { NetError } from '@chrome-socket/api/backend'
import { describeResult, resolve } from './ask.ts'
import { type BackendSubject, backendParts, insideResolve } from './backend-subject.ts'
import { type Situation, completionCases } from './completion.ts'
import { type ContractCase, type ContractSuite, contractCase } from './contract-case.ts'
import { equal, equalList, holds } from './trial.ts'

const situations: readonly Situation<BackendSubject>[] = ['127.0.0.1', '::1', 'localhost', '', 'nobody..invalid'].map(
  (hostname) => ({
    name: `a resolve of "${hostname}"`,
    prepare:
      async ({ backend }) =>
      (done) => {
        backend.resolve(hostname, 'any', done)
      },
  }),
)

const cases: readonly ContractCase<BackendSubject>[] = [
  ...completionCases('resolve', [], situations, insideResolve),

  contractCase('resolve: a literal is its own address', [], async ({ backend }, trial) => {
    for (const literal of ['127.0.0.1', '192.0.2.1', '::1', '2001:db8::1']) {
      const { result, addresses } = await resolve(trial, backend, literal)
      equal(describeResult(result), 'OK', literal)
      equalList(addresses, [literal], literal)
    }
  }),

  contractCase('resolve: localhost is a loopback address', [], async ({ backend }, trial) => {
    const { result, addresses } = await resolve(trial, backend, 'localhost')
    equal(describeResult(result), 'OK', 'localhost')
    holds(addresses.length > 0, 'localhost has no address')
    for (const address of addresses) holds(/^127\.|^::1$/.test(address), `localhost has the address ${address}`)
  }),

  contractCase('resolve: localhost has an IPv4 address', [], async ({ backend }, trial) => {
    const { result, addresses } = await resolve(trial, backend, 'localhost', 'ipv4')
    equal(describeResult(result), 'OK', 'localhost')
    holds(addresses.length > 0, 'localhost has no address')
    for (const address of addresses) holds(address.startsWith('127.'), `localhost has the address ${address}`)
  }),

  // Some hosts do not list ::1 for localhost in their own files.
  contractCase(
    'resolve: localhost has no other address than ::1 for who asks for IPv6',
    [],
    async ({ backend }, trial) => {
      const { result, addresses } = await resolve(trial, backend, 'localhost', 'ipv6')
      const notResolved = describeResult(NetError.ERR_NAME_NOT_RESOLVED)
      equal(describeResult(result), addresses.length > 0 ? 'OK' : notResolved, 'localhost')
      for (const address of addresses) equal(address, '::1', 'an address of localhost')
    },
  ),

  contractCase(
    'resolve: a literal of the other family gives ERR_NAME_NOT_RESOLVED and no address',
    [],
    async ({ backend }, trial) => {
      for (const [literal, own, other] of [
        ['127.0.0.1', 'ipv4', 'ipv6'],
        ['::1', 'ipv6', 'ipv4'],
      ] as const) {
        equalList((await resolve(trial, backend, literal, own)).addresses, [literal], `${literal} of its family`)
        const { result, addresses } = await resolve(trial, backend, literal, other)
        equal(describeResult(result), describeResult(NetError.ERR_NAME_NOT_RESOLVED), `${literal} of the other`)
        equalList(addresses, [], `${literal} of the other`)
      }
    },
  ),

  ...['nobody..invalid', ''].map((hostname) =>
    contractCase<BackendSubject>(
      `resolve: "${hostname}" gives ERR_NAME_NOT_RESOLVED and no address`,
      [],
      async ({ backend }, trial) => {
        const { result, addresses } = await resolve(trial, backend, hostname)
        equal(describeResult(result), describeResult(NetError.ERR_NAME_NOT_RESOLVED), 'the result')
        equalList(addresses, [], 'the addresses')
      },
    ),
  ),

  contractCase(
    'resolve: a cancelled one does not complete, however often it is cancelled',
    [],
    async ({ backend }, trial) => {
      let completions = 0
      const cancel = backend.resolve('localhost', 'any', () => {
        completions += 1
      })
      cancel()
      cancel()
      await trial.quiet()
      await trial.quiet()
      equal(completions, 0, 'completions')
    },
  ),
]

/** The cases of `resolve`. */
export const resolveSuite: ContractSuite<BackendSubject> = { name: 'resolve', parts: backendParts, cases }
