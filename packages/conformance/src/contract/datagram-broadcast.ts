/**
 * Broadcast: a socket may send to a broadcast address only while SO_BROADCAST is on (socket(7), ip(7)). Chromium's
 * `udp.setBroadcast` answers a send without it with -10.
 */
import { type DatagramSocket, NetError } from '@chrome-socket/api/backend'
import { describeResult, openDatagram, openResult, receive, send } from './ask.ts'
import type { BackendSubject } from './backend-subject.ts'
import { type ContractCase, contractCase } from './contract-case.ts'
import { type Trial, equal, equalList } from './trial.ts'

const needs = ['openDatagram', 'broadcast']
const denied = describeResult(NetError.ERR_ACCESS_DENIED)
const bind = { address: '0.0.0.0', port: 0 }

interface Broadcast {
  readonly to: { readonly address: string; readonly port: number }
  /** Sends a byte from `sender`, and checks that it comes. */
  readonly delivers: (sender: DatagramSocket, byte: number) => Promise<void>
}

async function receiverOf({ backend, broadcast = '' }: BackendSubject, trial: Trial): Promise<Broadcast> {
  const receiver = await openDatagram(trial, backend, { bind })
  const to = { address: broadcast, port: receiver.local.port }
  return {
    to,
    async delivers(sender, byte) {
      equal(await send(trial, sender, Uint8Array.of(byte), sender.peer === undefined ? to : undefined), 1, 'the send')
      equalList([...(await receive(trial, receiver)).bytes], [byte], 'the datagram')
    },
  }
}

export const datagramBroadcastCases: readonly ContractCase<BackendSubject>[] = [
  contractCase('broadcast: denied until it is on, then delivered, and denied again', needs, async (subject, trial) => {
    const { to, delivers } = await receiverOf(subject, trial)
    const sender = await openDatagram(trial, subject.backend, { bind })
    const sent = async (): Promise<string> => describeResult(await send(trial, sender, Uint8Array.of(1), to))
    equal(await sent(), denied, 'a send before')
    equal(sender.setBroadcast?.(true), true, 'setBroadcast')
    await delivers(sender, 2)
    equal(sender.setBroadcast?.(false), true, 'setBroadcast')
    equal(await sent(), denied, 'a send after')
  }),

  contractCase('broadcast: an option of a socket that is opened', needs, async (subject, trial) => {
    const { delivers } = await receiverOf(subject, trial)
    await delivers(await openDatagram(trial, subject.backend, { bind, broadcast: true }), 3)
  }),

  contractCase('broadcast: a socket connects to such an address only with it', needs, async (subject, trial) => {
    const { to, delivers } = await receiverOf(subject, trial)
    const options = { connect: to, multicastTtl: 1, multicastLoopback: true }
    const { result, socket } = await openResult<DatagramSocket>(trial, 'an openDatagram', (complete) =>
      subject.backend.openDatagram?.(options, complete),
    )
    equal(describeResult(result), denied, 'the result without')
    equal(socket, undefined, 'the socket without')
    await delivers(await openDatagram(trial, subject.backend, { connect: to, broadcast: true }), 4)
  }),

  contractCase('broadcast: a closed socket does not set it', needs, async (subject, trial) => {
    const socket = await openDatagram(trial, subject.backend, { bind })
    socket.close()
    equal(socket.setBroadcast?.(true), false, 'setBroadcast')
  }),
]
