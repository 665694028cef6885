/** Where hostile values have another effect than in Chromium, on purpose. A scenario here is a place for a value. */
import type { Difference } from '../compare.ts'

const dictionaries = [
  'socket.create options',
  'socket.secure options',
  'sockets.tcp.create properties',
  'sockets.tcpServer.create properties',
  'sockets.udp.update properties',
]

export const hostileDifferences: readonly Difference[] = [
  {
    reason: 'A proxy of an array is refused as an array is, since no script can tell them apart.',
    scenarios: dictionaries,
    changes: [[/^(new Proxy\(\[\], \{\}\)) ⇒ .*$/, '$1 ⇒ throws TypeError: … No matching signature.']],
  },
  {
    reason: 'Half of a surrogate pair stays as it is. Chromium puts U+FFFD in its place.',
    scenarios: dictionaries,
    changes: [[/^(\{ "\\ud800": 1 \} ⇒ .*)\uFFFD/, '$1\\ud800']],
  },
  {
    reason: 'The same in the name of a socket.',
    scenarios: ['sockets.udp.update properties'],
    changes: [[/^(\{ name: "\\ud800" \} ⇒ .*)\uFFFD{3}/, '$1\\ud800']],
  },
]
