/** In what `chrome.socket` on Bun's sockets and TLS differs from Chromium, each with the reason. */
import { nodeTlsDifferences } from '@chrome-socket/conformance'
import type { Difference } from '@chrome-socket/conformance'

/** What Node's TLS does and Bun's does not. */
const nodeOnly: ReadonlySet<string> = new Set(['secure: client certificate clientRequired TLSv1.2'])

export const bunDifferences: readonly Difference[] = [
  ...nodeTlsDifferences.filter(({ scenarios }) => !scenarios.some((name) => nodeOnly.has(name))),
  {
    reason: 'An Error of JavaScriptCore has its line and column as properties of its own.',
    scenarios: ['arguments: the namespace itself', 'callbacks: promises of create, getInfo and getNetworkList'],
    changes: [[/^(.*: .*true )(message stack"?)$/, '$1column line $2']],
  },
  {
    reason: 'Bun refuses the multicast TTL 0, so that datagrams go out by way of the loopback interface.',
    scenarios: ['multicast: what is sent to a group comes to its members'],
    changes: [
      [/^recvFrom\(#1, 50\) -> .*$/, undefined],
      ['setMulticastTimeToLive(#2, 0) -> 0', 'setMulticastTimeToLive(#2, 0) -> 0\nrecvFrom(#1, 50) is never answered'],
    ],
  },
  {
    reason: 'BoringSSL does not try an issuer that is no authority, and then finds none.',
    scenarios: ['secure: certificate issuedByLeaf'],
    changes: [['secure(#1) -> -207 [net::ERR_CERT_INVALID]', 'secure(#1) -> -202 [net::ERR_CERT_AUTHORITY_INVALID]']],
  },
]
