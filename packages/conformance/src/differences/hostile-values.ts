/** Where hostile values have another effect than in Chromium. A scenario here is a place for a value. */
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
    reason: 'The same in the name of a socket.',
    scenarios: ['sockets.udp.update properties'],
    changes: [[/^(\{ name: "\\ud800" \} ⇒ .*)\uFFFD{3}/, '$1\\ud800']],
  },
]

/** JavaScriptCore has its own words for what a proxy must not do. */
const inJavaScriptCore: readonly Difference[] = [
  {
    reason: 'JavaScriptCore says in its own words that a proxy is revoked.',
    scenarios: dictionaries,
    changes: [
      [
        /Cannot perform 'ownKeys' on a proxy that has been revoked$/,
        'Proxy has already been revoked. No more operations are allowed to be performed on it',
      ],
    ],
  },
  {
    reason: 'And that the keys of a proxy are no list of different names.',
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

/** Where hostile values have another effect in the runtime that this runs in. */
export const hostileDifferences: readonly Difference[] =
  'Bun' in globalThis ? [...everywhere, ...inJavaScriptCore] : everywhere

/**
 * The values, as expressions, that end a process of this runtime. Deno asks for the prototype of what nobody has caught, and
 * ends when that throws, whatever the handler of uncaught errors says.
 */
export const fatalValues: readonly string[] =
  'Deno' in globalThis ? ['() => { note("called"); throw revoked({}) }'] : []
