/**
 * Rule 3 for datagrams, and the bound of the memory that they take.
 */
import { receive, send, startReceive } from './ask.ts'
import type { BackendSubject } from './backend-subject.ts'
import { type ContractCase, contractCase } from './contract-case.ts'
import { openBound } from './datagram-pair.ts'
import { pattern } from './pattern.ts'
import { equal, equalBytes, holds } from './trial.ts'

const needs = ['openDatagram']

export const datagramBytesCases: readonly ContractCase<BackendSubject>[] = [
  contractCase('datagram: what is received is in a buffer of its own', needs, async (subject, trial) => {
    const { socket, peer } = await openBound(subject, trial)
    const kept: [Uint8Array, sent: Uint8Array][] = []
    for (let seed = 1; seed <= 6; seed += 1) {
      // Each two in a row have the same length.
      const sent = pattern(200 * Math.ceil(seed / 2), seed)
      await peer.send(sent, socket.local)
      const { bytes } = await receive(trial, socket)
      equal(bytes.length, sent.length, 'the length of the buffer')
      if (seed % 3 === 1) equalBytes(bytes, sent, 'a datagram')
      if (seed % 3 === 0) structuredClone(bytes.buffer, { transfer: [bytes.buffer] })
      else kept.push([bytes, sent])
    }
    for (const [bytes, sent] of kept) equalBytes(bytes, sent, 'a datagram kept')
  }),

  contractCase('datagram: bytes are not looked at after the completion of a send', needs, async (subject, trial) => {
    const { socket, peer } = await openBound(subject, trial)
    for (let seed = 1; seed <= 20; seed += 1) {
      const bytes = pattern(500, seed)
      await send(trial, socket, bytes, peer.local)
      bytes.fill(0xee)
    }
    for (let seed = 1; seed <= 20; seed += 1) {
      const { bytes } = await trial.within('a datagram at the peer', peer.receive())
      equalBytes(bytes, pattern(500, seed), `datagram ${seed}`)
    }
  }),

  contractCase('datagram: what is kept of a flood that nobody receives is bounded', needs, async (subject, trial) => {
    const { socket, peer } = await openBound(subject, trial)
    const bytes = new Uint8Array(32_768)
    for (let count = trial.scaled(2048); count > 0; count -= 1) await peer.send(bytes, socket.local)
    await trial.quiet()
    let kept = 0
    for (;;) {
      const receiving = startReceive(socket)
      if (!(await trial.settles(receiving))) break
      kept += (await receiving).result
    }
    holds(kept < 16_777_216, `${kept} bytes were kept`)
  }),
]
