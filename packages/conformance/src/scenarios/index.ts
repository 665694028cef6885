/** Every scenario, in the order in which they are played. */
import type { Scenario } from '../scenario.ts'
import { addressScenarios } from './addresses/functions.ts'
import { hostNameScenarios } from './addresses/host-names.ts'
import { argumentScenarios } from './calls/arguments.ts'
import { callbackScenarios } from './calls/callbacks.ts'
import { chainScenarios } from './calls/chains.ts'
import { chainOfSocketsScenarios } from './calls/chains-of-sockets.ts'
import { optionScenarios } from './calls/options.ts'
import { permissionScenarios } from './calls/permissions.ts'
import { acceptScenarios } from './listen/accept.ts'
import { listenScenarios } from './listen/listen.ts'
import { ownServerScenarios } from './listen/own-clients.ts'
import { membershipScenarios } from './multicast/membership.ts'
import { pendingGroupScenarios } from './multicast/pending.ts'
import { groupScenarios } from './multicast/several-sockets.ts'
import { socketsScenariosByTopic } from './sockets/index.ts'
import { amountScenarios } from './tcp/amounts.ts'
import { connectScenarios } from './tcp/connect.ts'
import { disconnectScenarios } from './tcp/disconnect.ts'
import { tcpEndingScenarios } from './tcp/endings.ts'
import { peerEndScenarios } from './tcp/peer-ends.ts'
import { stateScenarios } from './tcp/states.ts'
import { transferScenarios } from './tcp/transfer.ts'
import { tlsPeerScenarios } from './tls/peers.ts'
import { securedScenarios } from './tls/secured.ts'
import { tlsSocketScenarios } from './tls/sockets.ts'
import { datagramScenarios } from './udp/datagrams.ts'
import { udpEndingScenarios } from './udp/endings.ts'
import { modeScenarios } from './udp/modes.ts'
import { ownDatagramScenarios } from './udp/own-sockets.ts'
import { targetScenarios } from './udp/targets.ts'

/** By topic, which is also the name of the recording's file. */
export const scenariosByTopic: Readonly<Record<string, readonly Scenario[]>> = {
  arguments: [...argumentScenarios, ...optionScenarios],
  callbacks: [...callbackScenarios, ...chainScenarios, ...chainOfSocketsScenarios],
  tcp: [
    ...tcpEndingScenarios,
    ...connectScenarios,
    ...transferScenarios,
    ...amountScenarios,
    ...peerEndScenarios,
    ...disconnectScenarios,
    ...stateScenarios,
  ],
  listen: [...listenScenarios, ...acceptScenarios, ...ownServerScenarios],
  udp: [...udpEndingScenarios, ...modeScenarios, ...datagramScenarios, ...targetScenarios, ...ownDatagramScenarios],
  multicast: [...membershipScenarios, ...pendingGroupScenarios, ...groupScenarios],
  addresses: [...addressScenarios, ...hostNameScenarios],
  permissions: [...permissionScenarios],
  tls: [...tlsPeerScenarios, ...tlsSocketScenarios, ...securedScenarios],
  ...socketsScenariosByTopic,
}

/** All scenarios of all topics. */
export const conformanceScenarios: readonly Scenario[] = Object.values(scenariosByTopic).flat()
