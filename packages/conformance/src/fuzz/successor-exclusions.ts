/** The calls in chrome.sockets that a random program leaves out. See `exclusions.ts`. */
import { isEmpty, isLong } from './program-sockets.ts'
import type { Exclusion, Situation } from './exclusion.ts'

const isEnd = ({ name }: Situation): boolean => /\.(close|disconnect)$/.test(name)
/** Chromium answers these calls before the calls that wait for the network. */
const isImmediate = (name: string): boolean => /\.(getInfo|getSockets|update|setPaused|close|disconnect)$/.test(name)
const waitsFor = ({ socket }: Situation, ...names: readonly string[]): boolean =>
  names.some((each) => socket.unanswered.has(each))
const isPort = (arg: unknown): boolean => !(Number(arg) < 0 || Number(arg) > 65_535)
const portArgument: Readonly<Record<string, number>> = {
  'tcp.connect': 1,
  'tcpServer.listen': 1,
  'udp.bind': 1,
  'udp.send': 2,
}

export const successorExclusions: readonly Exclusion[] = [
  {
    kind: 'crash',
    reason: 'connect on an accepted connection that is over.',
    when: ({ name, socket }) => name === 'tcp.connect' && socket.accepted,
  },
  {
    kind: 'crash',
    reason: 'An empty send in the script of a send or a write, even on another socket.',
    when: ({ name, args, hasWritten }) => name.endsWith('.send') && hasWritten && isEmpty(args[0]),
  },
  {
    kind: 'crash',
    reason: 'listen while another is under way. After it, it is a listed difference.',
    when: ({ name, socket }) => name === 'tcpServer.listen' && (socket.listens > 0 || socket.inStep.includes(name)),
  },
  {
    kind: 'race',
    reason: 'A call that needs no network, in the script of other calls on the same socket.',
    when: ({ name, socket }) =>
      socket.inStep.length > 0 && (isImmediate(name) || socket.inStep.some((each) => isImmediate(each))),
  },
  {
    kind: 'race',
    reason: 'Pausing, or ending, in the script of a send or a connect of another socket, which may reach this one.',
    when: (now) => (isEnd(now) || now.name.endsWith('.setPaused')) && now.hasSent,
  },
  {
    kind: 'race',
    reason: 'A send or a connect in the script of an end or a pause of another socket.',
    when: ({ name, hasEnded }) => /\.(send|connect|getInfo)$/.test(name) && hasEnded,
  },
  {
    kind: 'difference',
    reason: 'The end of a socket with calls under way, which Chromium answers, or not, by how far they have got.',
    when: (now) => isEnd(now) && now.socket.unanswered.size > 0,
  },
  {
    kind: 'race',
    reason: 'Two of connect, bind and joinGroup under way on one socket.',
    when: (now) =>
      /\.(connect|bind|joinGroup|leaveGroup)$/.test(now.name) &&
      waitsFor(now, 'tcp.connect', 'udp.bind', 'udp.joinGroup'),
  },
  {
    kind: 'race',
    reason: "A call on a socket that opens, with long data or behind it, as in chrome.socket's list.",
    when: (now) => now.passesMuch && waitsFor(now, 'tcp.connect', 'tcpServer.listen', 'udp.bind'),
    seen: {
      'send of 200,000 after connect: the bytes': 45,
      'send of 200,000 after connect: a part of the bytes within 200 ms': 3,
      'send of 200,000 after connect: -15': 2,
      'behind udp.send of 65,536, send after connect: the byte': 42,
      'behind udp.send of 65,536, send after connect: -15': 8,
    },
  },
  {
    kind: 'difference',
    reason: 'A port outside 0 to 65535, which Chromium takes modulo 65536.',
    when: ({ name, args }) => name in portArgument && !isPort(args[portArgument[name] ?? 0]),
  },
  {
    kind: 'difference',
    reason: 'A server that is unpaused.',
    when: ({ name, args, socket }) => name === 'tcpServer.setPaused' && args[0] === false && socket.hasPaused,
  },
  {
    kind: 'race',
    reason: 'A send that makes the peer go, with others, or of more than the pipe holds.',
    when: ({ name, args, socket }) =>
      name === 'tcp.send' && socket.peerEnds && (socket.hasWritten || isLong(args[0]) || isEmpty(args[0])),
  },
  {
    kind: 'difference',
    reason: 'secure with a read outstanding, after plain bytes, or after a connect that failed.',
    when: ({ name, socket }) =>
      name === 'tcp.secure' && (!socket.hasPaused || socket.spoken || socket.secured || socket.toOwn || socket.failed),
  },
  {
    kind: 'difference',
    reason: 'Options of a secured connection, and connecting it again.',
    when: ({ name, socket }) => socket.secured && /^tcp\.(set(NoDelay|KeepAlive)|connect)$/.test(name),
  },
  {
    kind: 'difference',
    reason: 'Options of a connection that Chromium does not find, since a connect before it failed.',
    when: ({ name, socket }) => socket.failed && /^tcp\.set(NoDelay|KeepAlive)$/.test(name),
  },
]
