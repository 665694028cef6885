/**
 * Makes the sockets that a scenario starts with, and reads a socket to its end. The trace shows only failures of the
 * preparation.
 */
import type { CallResult, Stage, UntypedChrome } from '../scenario.ts'
import type { Calls } from './calls.ts'
import { showBytes } from './trace-text.ts'
import type { TraceText } from './trace-text.ts'
import type { TraceWriter } from './trace-writer.ts'
import type { Waits } from './waits.ts'

type Preparations = Pick<Stage, 'tcp' | 'udp' | 'connected' | 'bound' | 'listening' | 'pair'>
type Socket = { readonly socketId: number; readonly port: number }

export function makePreparations(
  peers: Readonly<Record<string, number>>,
  { prepare }: Calls,
  text: TraceText,
): Preparations {
  const create = async (type: string): Promise<number> => {
    const { socketId } = await prepare<{ socketId: number }>('create', type, {})
    return socketId
  }
  const withLocalPort = async (socketId: number): Promise<Socket> => {
    const { localPort } = await prepare<{ localPort: number }>('getInfo', socketId)
    text.learnPort(localPort)
    return { socketId, port: localPort }
  }
  const listening = async (address = '127.0.0.1'): Promise<Socket> => {
    const socketId = await create('tcp')
    await prepare('listen', socketId, address, 0)
    return withLocalPort(socketId)
  }
  return {
    tcp: () => create('tcp'),
    udp: () => create('udp'),
    async connected(peer) {
      const socketId = await create('tcp')
      await prepare('connect', socketId, peer.endsWith('6') ? '::1' : '127.0.0.1', peers[peer])
      return socketId
    },
    async bound(address = '127.0.0.1') {
      const socketId = await create('udp')
      await prepare('bind', socketId, address, 0)
      return withLocalPort(socketId)
    },
    listening,
    async pair() {
      const { socketId: listener, port } = await listening()
      const client = await create('tcp')
      await prepare('connect', client, '127.0.0.1', port)
      const { socketId: accepted } = await prepare<{ socketId: number }>('accept', listener)
      return { client, accepted, listener }
    },
  }
}

/** Makes bytes: a text, or a number of bytes of a pattern. */
export function bytes(content: string | number): ArrayBuffer {
  if (typeof content === 'string') return Uint8Array.from(content, (character) => character.charCodeAt(0)).buffer
  const pattern = new Uint8Array(content)
  for (let index = 0; index < content; index += 1) pattern[index] = index % 251
  return pattern.buffer
}

export function makeReadAll(
  chrome: UntypedChrome,
  text: TraceText,
  writer: TraceWriter,
  waits: Waits,
): Stage['readAll'] {
  const functions = chrome.socket as Record<string, (...args: unknown[]) => unknown>
  const readOnce = (socketId: number, max: number): Promise<CallResult | undefined> =>
    new Promise((resolve) => {
      const callOff = waits.afterPatience(() => resolve(undefined))
      functions['read']!(socketId, max, (answer: CallResult) => {
        callOff()
        resolve(answer)
      })
    })
  return async (socketId, length) => {
    const received: number[] = []
    let end = ''
    while (end === '' && received.length < length) {
      const { data = new ArrayBuffer(0), resultCode } = (await readOnce(socketId, length - received.length)) ?? {}
      for (const byte of new Uint8Array(data)) received.push(byte)
      if (resultCode === undefined) end = ', then nothing'
      else if (resultCode <= 0) end = `, then ${resultCode}`
    }
    writer.line(`all read of ${text.show(socketId, 'socketId')}: ${showBytes(Uint8Array.from(received))}${end}`)
  }
}
