/** The hostile values with another effect than in Chromium. A scenario here is a place for a value. */
import type { Difference } from '../compare.ts'

const dictionaries = [
  'socket.create options',
  'socket.secure options',
  'sockets.tcp.create properties',
  'sockets.tcpServer.create properties',
  'sockets.udp.update properties',
]

const everywhere: readonly Difference[] = [
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
    reason: 'Half of a surrogate pair stays as it is in the name of a socket, too.',
    scenarios: ['sockets.udp.update properties'],
    changes: [[/^(\{ name: "\\ud800" \} ⇒ .*)\uFFFD{3}/, '$1\\ud800']],
  },
]

/** JavaScriptCore has its own messages for the forbidden acts of a proxy. */
const inJavaScriptCore: readonly Difference[] = [
  {
    reason: 'JavaScriptCore has its own message for a revoked proxy.',
    scenarios: dictionaries,
    changes: [
      [
        /Cannot perform 'ownKeys' on a proxy that has been revoked$/,
        'Proxy has already been revoked. No more operations are allowed to be performed on it',
      ],
    ],
  },
  {
    reason: 'JavaScriptCore has its own message for a proxy whose keys are not a list of different names.',
    scenarios: dictionaries,
    changes: [
      [
        /'ownKeys' on proxy: trap returned duplicate entries$/,
        "Proxy handler's 'ownKeys' trap result must not contain any duplicate names",
      ],
      [
        /1 is not a valid property name$/,
        "Proxy handler's 'ownKeys' method must return an array-like object containing only Strings and Symbols",
      ],
    ],
  },
]

/** The differences of the runtime that this runs in. */
export const hostileDifferences: readonly Difference[] =
  'Bun' in globalThis ? [...everywhere, ...inJavaScriptCore] : everywhere

/**
 * The expressions whose values end a process of this runtime. Deno reads the prototype of an uncaught exception, and
 * ends if that throws, even if a handler of uncaught errors is set.
 */
export const fatalValues: readonly string[] =
  'Deno' in globalThis ? ['() => { note("called"); throw revoked({}) }'] : []
