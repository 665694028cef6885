/**
 * What goes wrong in an app's life, and how it is told: as a negative result, a Chromium net error; in `lastError`,
 * where Chromium says more; as a TypeError for a call that makes no sense.
 */
import assert from 'node:assert/strict'
import type { Chrome, ReadInfo } from '@chrome-socket/api'
import { NetError } from '@chrome-socket/api'
import { answer } from '../answer.ts'
import type { Scene, Stage } from './scene.ts'

export const failures: Scene = {
  title: 'Failures',
  async play({ chrome, servers, say, createChrome }) {
    say('Nobody listens there; the name is no name; the port is no port:')
    const { socketId } = await chrome.socket.create('tcp')
    assert.deepEqual(await connect(chrome, socketId, '127.0.0.1', servers.closed), [NetError.ERR_CONNECTION_REFUSED])
    assert.deepEqual(await connect(chrome, socketId, 'no..name', 80), [
      NetError.ERR_NAME_NOT_RESOLVED,
      'DNS resolution failed',
    ])
    assert.deepEqual(await connect(chrome, socketId, '127.0.0.1', 65536), [
      undefined,
      'Port must be a value between 0 and 65535.',
    ])

    say('Not connected; no such socket:')
    const { resultCode } = await answer<ReadInfo>((done) => chrome.socket.read(socketId, done))
    assert.equal(resultCode, NetError.ERR_SOCKET_NOT_CONNECTED)
    chrome.socket.destroy(socketId)
    assert.deepEqual(await connect(chrome, socketId, '127.0.0.1', servers.tcpEcho), [-1, 'Socket not found'])

    say('A call that does not fit the signature throws, as it did in Chrome:')
    // @ts-expect-error The type checker sees it as well.
    assert.throws(() => chrome.socket.create('sctp', () => {}), TypeError)

    say('An app that may only do what its manifest says:')
    const other = createChrome({ permissions: { socket: ['tcp-connect:*.example.com:443'] } })
    const { socketId: restricted } = await other.socket.create('tcp')
    assert.deepEqual(await connect(other, restricted, '127.0.0.1', servers.tcpEcho), [
      -1,
      'App does not have permission',
    ])
    await other.close()
  },
}

export const badCertificates: Scene = {
  title: 'Certificates that secure refuses',
  async play(stage) {
    stage.say('For another name than the one that was connected to:')
    await secureRefuses(stage, stage.servers.httpsOfAnotherName, NetError.ERR_CERT_COMMON_NAME_INVALID)

    stage.say('By an authority that nobody trusts:')
    await secureRefuses(stage, stage.servers.httpsOfAStranger, NetError.ERR_CERT_AUTHORITY_INVALID)

    stage.say('The server does not speak TLS:')
    await secureRefuses(stage, stage.servers.http, NetError.ERR_SSL_PROTOCOL_ERROR)
  },
}

async function secureRefuses({ chrome }: Stage, port: number, expected: number): Promise<void> {
  const { socketId } = await chrome.socket.create('tcp')
  await connect(chrome, socketId, 'localhost', port)
  assert.equal(await answer<number>((done) => chrome.socket.secure(socketId, done)), expected)
}

/** The result, and lastError's message if there is one. */
function connect(
  { socket, runtime }: Chrome,
  socketId: number,
  host: string,
  port: number,
): Promise<readonly unknown[]> {
  return new Promise((resolve) => {
    socket.connect(socketId, host, port, (result) => {
      resolve(runtime.lastError === undefined ? [result] : [result, runtime.lastError.message])
    })
  })
}
