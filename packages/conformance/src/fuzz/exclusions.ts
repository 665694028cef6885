/**
 * The calls that a random program leaves out: they crash Chromium, their outcome is a race in Chromium, or they show a listed
 * difference.
 */
import { namespaceOf } from '../play/namespaces.ts'
import { isEmpty, isLong, namespaceOfKind } from './program-sockets.ts'
import type { Exclusion, Situation } from './exclusion.ts'
import { successorExclusions } from './successor-exclusions.ts'

const isEnd = ({ name }: Situation): boolean => name === 'disconnect' || name === 'destroy'
const isUdp = ({ socket }: Situation): boolean => socket.kind === 'udp'
const hasStarted = ({ socket }: Situation, names: RegExp): boolean => socket.inStep.some((each) => names.test(each))
const waitsFor = ({ socket }: Situation, ...names: readonly string[]): boolean =>
  names.some((each) => socket.unanswered.has(each))
/** Unread bytes may have come. */
const mayHaveBytes = ({ socket }: Situation): boolean => socket.spoken || socket.toOwn

const crashes: readonly Exclusion[] = [
  {
    kind: 'crash',
    reason: 'listen or connect while the other, or another listen, is under way.',
    when: (now) => /^(listen|connect)$/.test(now.name) && waitsFor(now, 'listen', 'connect'),
  },
  {
    kind: 'crash',
    reason: 'connect on an accepted connection that is over.',
    when: ({ name, socket }) => name === 'connect' && socket.accepted,
  },
  {
    kind: 'crash',
    reason: 'An empty write behind another.',
    when: (now) => now.name === 'write' && waitsFor(now, 'write') && isEmpty(now.args[0]),
  },
  {
    kind: 'crash',
    reason: 'A read of 2 GiB.',
    when: ({ name, args }) => name.startsWith('read') && Number(args[0]) > 134_217_728,
  },
  {
    kind: 'crash',
    reason: 'connect or bind on a secured socket.',
    when: ({ name, socket }) => socket.secured && /^(connect|bind)$/.test(name),
  },
  {
    kind: 'crash',
    reason: 'The end of a UDP socket right after a receive, while a datagram waits.',
    when: (now) =>
      isEnd(now) && isUdp(now) && (hasStarted(now, /^recvFrom$/) || (hasStarted(now, /^read$/) && mayHaveBytes(now))),
  },
]

const races: readonly Exclusion[] = [
  {
    kind: 'race',
    reason: 'Two reads, in one script, of bytes that have come.',
    when: (now) => now.name.startsWith('read') && hasStarted(now, /^read/) && mayHaveBytes(now),
    seen: {
      'the second gives the rest': 40,
      'the second gives -1': 10,
      'the second gives the rest, with more beside it': 22,
      'the second gives -1, with more beside it': 28,
    },
  },
  {
    kind: 'race',
    reason: 'The end right after a read of bytes that have come.',
    when: (now) => isEnd(now) && hasStarted(now, /^read/) && mayHaveBytes(now),
    seen: { 'disconnect: the bytes': 39, 'disconnect: -100': 11, 'destroy: the bytes': 12, 'destroy: -100': 38 },
  },
  {
    kind: 'race',
    reason: 'The end while a datagram may be on its way.',
    when: (now) => isEnd(now) && waitsFor(now, 'recvFrom', 'read') && isUdp(now) && now.hasSent,
    seen: { 'too long: -142': 46, 'too long: -100': 4, 'short: the datagram': 36, 'short: -100': 14 },
  },
  {
    kind: 'race',
    reason: 'getInfo of a socket whose other end, in the same program, ends in the same script.',
    when: ({ name, socket, hasEnded }) => name === 'getInfo' && socket.toOwn && hasEnded,
    seen: { 'the connection has ended': 40, 'it is connected': 10 },
  },
  {
    kind: 'race',
    reason: 'disconnect right after sendTo.',
    when: (now) => now.name === 'disconnect' && waitsFor(now, 'sendTo'),
    seen: { 'it is sent': 36, '-15': 14 },
  },
  {
    kind: 'race',
    reason: 'disconnect right after a connect on a connected socket.',
    when: (now) => now.name === 'disconnect' && waitsFor(now, 'connect') && now.socket.connected,
    seen: { 'it connects anew: -102 of a port without a server': 45, '-23': 5 },
  },
  {
    kind: 'race',
    reason: 'destroy right after a call that opens the socket.',
    when: (now) => now.name === 'destroy' && waitsFor(now, 'bind', 'connect', 'listen'),
    seen: {
      'bind: opened before': 37,
      'bind: not': 13,
      'connect of UDP: opened before': 29,
      'connect of UDP: not': 21,
      'listen: opened before': 41,
      'listen: not': 9,
      'connect of TCP: opened before': 8,
      'connect of TCP: not': 42,
    },
  },
  {
    kind: 'race',
    reason: 'The end right after an option. An option that is unanswered at the end stays unanswered.',
    when: (now) => isEnd(now) && waitsFor(now, 'setNoDelay', 'setKeepAlive'),
    seen: {
      'setNoDelay, destroy: answered': 10,
      'setKeepAlive, destroy: answered': 10,
      'setNoDelay, disconnect: answered': 27,
      'setKeepAlive, disconnect: answered': 38,
    },
  },
  {
    kind: 'race',
    reason: 'The end right after several writes, or after a long write.',
    when: (now) =>
      isEnd(now) &&
      waitsFor(now, 'write') &&
      ((now.socket.unanswered.get('write') ?? 0) > 1 || now.socket.hasWrittenMuch),
    seen: {
      'three short ones: 3 are sent': 5,
      'three short ones: 2 are sent': 10,
      'three short ones: 1 is sent': 10,
      'three short ones: none is sent': 25,
      'a long one: sent': 8,
      'a long one: sent in part': 32,
    },
  },
  {
    kind: 'race',
    reason:
      "A call on a socket that opens, with long data or behind it: the bytes take longer to Chromium's other process than the opening.",
    when: (now) => now.passesMuch && waitsFor(now, 'connect', 'listen', 'bind'),
    seen: {
      'write of 200,000 after connect: the bytes': 94,
      'write of 200,000 after connect: -15': 6,
      'behind sendTo of 65,536, write after connect: the byte': 35,
      'behind sendTo of 65,536, write after connect: -15': 15,
      'behind sendTo of 65,536, getInfo after connect: connected': 38,
      'behind sendTo of 65,536, getInfo after connect: not connected': 12,
      'behind sendTo of 65,536, getInfo after listen: the port': 39,
      'behind sendTo of 65,536, getInfo after listen: no port': 11,
      'behind sendTo of 65,536, getInfo after bind: the port': 49,
      'behind sendTo of 65,536, getInfo after bind: no port': 1,
    },
  },
  {
    kind: 'race',
    reason: 'A long write that makes the peer go.',
    when: (now) =>
      now.name === 'write' &&
      isLong(now.args[0]) &&
      now.socket.peerLeaves &&
      (!now.socket.hasWritten || waitsFor(now, 'write')),
    seen: {
      'it resets: 200,000': 27,
      'it resets: -2': 23,
      'it closes: 200,000': 16,
      'it closes: -2': 34,
      'behind two short ones, it resets: 200,000': 22,
      'behind two short ones, it resets: -15': 25,
      'behind two short ones, it resets: -2': 1,
      'behind two short ones, it resets: no answer': 2,
    },
  },
  {
    kind: 'race',
    reason: 'Leaving a group that is joined when the socket is bound.',
    when: (now) => now.name === 'leaveGroup' && waitsFor(now, 'bind') && waitsFor(now, 'joinGroup'),
    seen: { 'it leaves': 38, '-108': 12 },
  },
]

const listedDifferences: readonly Exclusion[] = [
  {
    kind: 'difference',
    reason: 'Chromium takes a port modulo 65536.',
    when: ({ name, args }) => name === 'listen' && !isPort(args[1]),
  },
  {
    kind: 'difference',
    reason: 'disconnect while a UDP socket opens.',
    when: (now) => now.name === 'disconnect' && isUdp(now) && waitsFor(now, 'bind', 'connect'),
  },
  {
    kind: 'difference',
    reason: 'The number of TLS records that a pending read gives.',
    when: ({ name, args, socket }) => name === 'read' && socket.secured && Number(args[0]) > 16_384,
  },
  {
    kind: 'difference',
    reason:
      'A long write in the script in which the other end, in the same program, ends. Chromium may know of the end.',
    when: ({ name, args, socket, hasEnded }) => name === 'write' && isLong(args[0]) && socket.toOwn && hasEnded,
  },
  {
    kind: 'difference',
    reason: 'TLS within plain text, after a connect that failed, or under a name that is an IPv6 literal.',
    when: ({ name, socket }) =>
      name === 'secure' && (socket.toOwn || socket.spoken || socket.failed || socket.hostname.includes(':')),
  },
  {
    kind: 'difference',
    reason: 'accept, or listen at the second address, after listening again: Chromium has let go of that address.',
    when: ({ name, args, socket, portOf }) =>
      socket.listens > 1 && (name === 'accept' || (name === 'listen' && portOf(args[1]) === socket.port)),
  },
  {
    kind: 'difference',
    reason: 'listen once more while a connection waits for its accept: Chromium keeps that connection.',
    when: ({ name, socket }) => name === 'listen' && socket.listens > 0 && socket.waiting > 0,
  },
  {
    kind: 'difference',
    reason: 'Options of a connection that Chromium does not find.',
    when: (now) =>
      /^set(NoDelay|KeepAlive)$/.test(now.name) &&
      (now.socket.secured || now.socket.failed || waitsFor(now, 'connect', 'secure')),
  },
  {
    kind: 'difference',
    reason: "The length of a long read, if the subject's own list has this difference.",
    when: ({ name, args, leavesOut }) =>
      leavesOut.includes('long reads') && name === 'read' && Number(args[0]) > 65_536,
  },
]

const exclusions: readonly Exclusion[] = [...crashes, ...races, ...listedDifferences]

/** Whether listen takes the value as it is. A value that is no number fails before it counts as a port. */
function isPort(arg: unknown): boolean {
  return !(Number(arg) < 0 || Number(arg) > 65_535)
}

const everywhere: readonly Exclusion[] = [
  {
    kind: 'race',
    reason: 'Two calls in one script that get a port from the system: a trace numbers ports by their appearance.',
    when: ({ name, hasOpened }) => hasOpened && /(^|\.)(listen|bind)$/.test(name),
  },
]

export function isLeftOut(situation: Situation): boolean {
  const { name, socket } = situation
  const namespace = namespaceOf(name)
  // The id would be of another socket there, and of another program.
  if (namespace !== namespaceOfKind(socket.kind)) return true
  const own = namespace === 'socket' ? exclusions : successorExclusions
  return [...everywhere, ...own].some(({ when }) => when(situation))
}

/** The same for a call that is on no socket of the program. */
export function isLeftOutWithoutSocket(name: string, port: unknown): boolean {
  // Chromium takes a port modulo 65536, and `readAll` is no function of chrome.socket.
  return (name === 'listen' && !isPort(port)) || name === 'readAll'
}
