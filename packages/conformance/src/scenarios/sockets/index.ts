/** The scenarios of chrome.sockets, by topic. */
import type { Part, Scenario } from '../../scenario.ts'
import { successorCallScenarios } from './calls.ts'
import { eventScenarios } from './events.ts'
import { bindCallbackScenarios, connectCallbackScenarios, listenCallbackScenarios } from './first-callbacks.ts'
import { successorPermissionScenarios } from './permissions.ts'
import { handshakeScenarios } from './secure-handshake.ts'
import { successorSecureScenarios } from './secure.ts'
import { securedEndScenarios } from './secured-ends.ts'
import { serverPausingScenarios } from './server-pausing.ts'
import { serverScenarios } from './server.ts'
import { tcpCallScenarios } from './tcp-calls.ts'
import { tcpEndScenarios } from './tcp-ends.ts'
import { receivingScenarios } from './tcp-receiving.ts'
import { successorGroupScenarios } from './udp-groups.ts'
import { udpReceivingScenarios } from './udp-receiving.ts'
import { successorUdpScenarios } from './udp.ts'

/** The scenarios with more parts that they need. */
function needing(parts: readonly Part[], scenarios: readonly Scenario[]): readonly Scenario[] {
  return scenarios.map((each) => ({
    ...each,
    needs: ['sockets', ...parts, ...(each.needs ?? [])],
  }))
}

export const socketsScenariosByTopic: Readonly<Record<string, readonly Scenario[]>> = {
  'sockets-calls': needing(['listen', 'datagram'], successorCallScenarios),
  'sockets-events': needing(['listen'], eventScenarios),
  'sockets-tcp': needing(
    ['listen'],
    [...tcpCallScenarios, ...connectCallbackScenarios, ...receivingScenarios, ...tcpEndScenarios],
  ),
  'sockets-tcp-server': needing(
    ['listen'],
    [...serverScenarios, ...listenCallbackScenarios, ...serverPausingScenarios],
  ),
  'sockets-secure': needing(
    ['tls', 'listen'],
    [...successorSecureScenarios, ...handshakeScenarios, ...securedEndScenarios],
  ),
  'sockets-udp': needing(
    ['datagram'],
    [...successorUdpScenarios, ...bindCallbackScenarios, ...udpReceivingScenarios, ...successorGroupScenarios],
  ),
  'sockets-permissions': needing([], successorPermissionScenarios),
}
