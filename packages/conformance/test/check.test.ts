/**
 * The tries of a scenario. The system may give a closed socket's port to the next socket, so one trace in a hundred has
 * fewer ports than Chromium's recorded trace.
 */
import { expect, it } from 'vitest'
import { checkScenario } from '../src/index.ts'
import type { Scenario, ScenarioPeers, Setup } from '../src/index.ts'

const peers: ScenarioPeers = { ports: {}, trusted: '', lacks: [], close: async () => {} }
const scenario: Scenario = {
  name: 'the ports of two sockets',
  why: 'the ports are different',
  async play(stage) {
    await stage.call('getInfo', 1)
    await stage.call('getInfo', 2)
  },
}
const recorded = ['getInfo(1) -> {localPort: <port 1>}', 'getInfo(2) -> {localPort: <port 2>}']

/** Makes an implementation whose two sockets have these ports at the first try, at the second try, and so on. */
function withPorts(tries: readonly (readonly [number, number])[]): {
  readonly setup: Setup
  readonly played: () => number
} {
  let played = 0
  const setup: Setup = () => {
    const ports = tries[played] ?? tries[tries.length - 1]
    played += 1
    const getInfo = (id: number, then: (info: object) => void): void =>
      void setTimeout(then, 0, { localPort: ports?.[id - 1] })
    return { chrome: { socket: { getInfo }, runtime: {} } }
  }
  return { setup, played: () => played }
}

it('plays a scenario again in which two sockets had the same port', async () => {
  const { setup, played } = withPorts([
    [40_000, 40_000],
    [40_002, 40_002],
    [40_004, 40_005],
  ])
  await expect(checkScenario(scenario, [recorded], { setup, peers })).resolves.toBe('same as Chromium')
  expect(played()).toBe(3)
})

it('refuses an implementation that always names the same port', async () => {
  const { setup, played } = withPorts([[40_000, 40_000]])
  await expect(checkScenario(scenario, [recorded], { setup, peers })).rejects.toThrow('not as in Chromium')
  expect(played()).toBe(5)
})

it('refuses any other difference after two tries', async () => {
  const { setup, played } = withPorts([[40_000, 0]])
  await expect(checkScenario(scenario, [recorded], { setup, peers })).rejects.toThrow('localPort: 0')
  expect(played()).toBe(2)
})
