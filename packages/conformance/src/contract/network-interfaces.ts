/** Network interfaces: the addresses of the host are literals that can be bound, and none is a loopback address. */
import { equal, holds } from './trial.ts'
import { interfaces, listen } from './ask.ts'
import { type BackendSubject, insideResolve } from './backend-subject.ts'
import { completionCases } from './completion.ts'
import { type ContractCase, contractCase } from './contract-case.ts'

export const networkInterfaceCases: readonly ContractCase<BackendSubject>[] = [
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
    insideResolve,
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
        // A link-local address cannot be bound without its zone.
        if (!address.startsWith('fe80:'))
          equal((await listen(trial, backend, { address, port: 0 })).local.address, address, 'the local address')
      }
    },
  ),
]
