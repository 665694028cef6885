/**
 * The ports in traces. Both ends identify a connection (RFC 9293, 3.3.1), so Linux gives one local port to several
 * connections. TCP and UDP have ports of their own, so a UDP socket may have the number of a TCP server.
 */
import { expect, it } from 'vitest'
import { TraceText } from '../src/play/trace-text.ts'

const connection = (localPort: number, peerPort: number): object => ({ localPort, peerPort })

it('names the local ports of two connections apart, though they have one number', () => {
  const text = new TraceText({ echo: 7, sink: 9 })
  const shown = [connection(40_000, 7), connection(40_000, 7), connection(40_000, 9), connection(40_001, 7)]
  expect(shown.map((each) => text.show(each))).toEqual([
    '{localPort: <port 1>, peerPort: <echo>}',
    '{localPort: <port 1>, peerPort: <echo>}',
    '{localPort: <port 2>, peerPort: <sink>}',
    '{localPort: <port 3>, peerPort: <echo>}',
  ])
})

it('names them apart if the peer has one port on both loopback addresses', () => {
  const text = new TraceText({ both: 7 })
  const shown = ['127.0.0.1', '::1'].map((peerAddress) => text.show({ localPort: 40_000, peerAddress, peerPort: 7 }))
  expect(shown).toEqual([
    '{localPort: <port 1>, peerAddress: "127.0.0.1", peerPort: <both>}',
    '{localPort: <port 2>, peerAddress: "::1", peerPort: <both>}',
  ])
})

it('knows the port of a connection by its number, too', () => {
  const text = new TraceText({ echo: 7 })
  text.learnPort(40_000)
  expect([text.show(connection(40_000, 7)), text.show(40_000, 'port')]).toEqual([
    '{localPort: <port 1>, peerPort: <echo>}',
    '<port 1>',
  ])
})

it.each(['port', 'remotePort'])('does not take the sender of a datagram for a TCP peer with its number (%s)', (key) => {
  const text = new TraceText({ echo: 40_000, udpEcho: 40_001 })
  expect([40_000, 40_001, 40_002].map((port) => text.show({ [key]: port }))).toEqual([
    `{${key}: <port 1>}`,
    `{${key}: <udpEcho>}`,
    `{${key}: <port 2>}`,
  ])
})

it('names a port only where the function takes one', () => {
  const text = new TraceText({ refused: 34_464 })
  expect(text.showCall('tcpServer.listen', [1, '127.0.0.1', 34_464, 34_464])).toBe(
    'tcpServer.listen(1, "127.0.0.1", <refused>, 34464)',
  )
  expect(text.showCall('listen', [1, '127.0.0.1', 100_000, 100_000])).toBe(
    'listen(1, "127.0.0.1", <refused> + 65536, 100000)',
  )
})
