/** Every scenario, in the order in which they are played. */
import type { Scenario } from '../scenario.ts'
import { addressScenarios } from './addresses.ts'
import { argumentScenarios } from './arguments.ts'
import { callbackScenarios } from './callbacks.ts'
import { listenScenarios } from './listen.ts'
import { pendingGroupScenarios } from './pending-groups.ts'
import { permissionScenarios } from './permissions.ts'
import { tcpScenarios } from './tcp.ts'
import { tlsScenarios } from './tls.ts'
import { multicastScenarios, udpScenarios } from './udp.ts'

/** By topic, which is also the name of the recording's file. */
export const scenariosByTopic: Readonly<Record<string, readonly Scenario[]>> = {
  arguments: argumentScenarios,
  callbacks: callbackScenarios,
  tcp: tcpScenarios,
  listen: listenScenarios,
  udp: udpScenarios,
  multicast: [...multicastScenarios, ...pendingGroupScenarios],
  addresses: addressScenarios,
  permissions: permissionScenarios,
  tls: tlsScenarios,
}

export const conformanceScenarios: readonly Scenario[] = Object.values(scenariosByTopic).flat()
