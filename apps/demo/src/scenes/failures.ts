/**
 * Failures and their three forms: a negative result, which is a Chromium net error; a `lastError`, if Chromium sets a
 * message; and a TypeError for a call that matches no signature.
 */
import assert from 'node:assert/strict'
import type { Chrome, ReadInfo } from '@chrome-socket/api'
import { NetError } from '@chrome-socket/api'
import { answer } from '../answer.ts'
import type { Scene, Stage } from './scene.ts'

export const failures: Scene = {
  title: 'Failures',
  async play({ chrome, servers, say, createChrome }) {
    say('The port is closed; the name is not a host name; the port is not a port number:')
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

    say('The socket is not connected; the socket does not exist:')
    const { resultCode } = await answer<ReadInfo>((done) => chrome.socket.read(socketId, done))
    assert.equal(resultCode, NetError.ERR_SOCKET_NOT_CONNECTED)
    chrome.socket.destroy(socketId)
    assert.deepEqual(await connect(chrome, socketId, '127.0.0.1', servers.tcpEcho), [-1, 'Socket not found'])

    say('A call that does not match the signature throws, as in Chrome:')
    // @ts-expect-error The type checker sees it as well.
    assert.throws(() => chrome.socket.create('sctp', () => {}), TypeError)

    say('An app may only do what its manifest permits:')
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
    stage.say('The certificate is for another name:')
    await secureRefuses(stage, stage.servers.httpsOfAnotherName, NetError.ERR_CERT_COMMON_NAME_INVALID)

    stage.say('The app does not trust the authority:')
    await secureRefuses(stage, stage.servers.httpsOfAStranger, NetError.ERR_CERT_AUTHORITY_INVALID)

    stage.say('The server does not speak TLS:')
    await secureRefuses(stage, stage.servers.http, NetError.ERR_SSL_PROTOCOL_ERROR)
  },
}

async function secureRefuses({ chrome }: Stage, port: number, expected: number): Promise<void> {
  const { socketId } = await chrome.socket.create('tcp')
  await connect(chrome, socketId, '127.0.0.1', port)
  assert.equal(await answer<number>((done) => chrome.socket.secure(socketId, done)), expected)
}

/** Connects, and returns the result and lastError's message if it is set. */
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
