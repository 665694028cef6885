/**
 * Expectations: what Chromium 156 answered, recorded in packages/conformance/traces/multicast.json under the names of the
 * scenarios given here.
 */
import { describe, expect, it } from 'vitest'
import { DatagramChannel } from '../../../src/sockets/udp/datagram-channel.ts'
import { MulticastGroups } from '../../../src/sockets/udp/multicast-groups.ts'
import { turns } from '../../turns.ts'
import { ScriptedDatagrams } from '../scripted-datagrams.ts'

interface Scripted {
  groups: MulticastGroups
  datagrams: ScriptedDatagrams
  channel: DatagramChannel
  log: unknown[]
  join(group: string): void
  leave(group: string): void
  /** Completes the change that was asked for first. */
  settle(result: number): void
}

function groupsOf(datagrams = new ScriptedDatagrams('0.0.0.0')): Scripted {
  const groups = new MulticastGroups()
  const channel = new DatagramChannel(datagrams)
  const log: unknown[] = []
  return {
    groups,
    datagrams,
    channel,
    log,
    join: (group) => groups.join(group, channel, (result) => log.push(`join ${group}: ${result}`)),
    leave: (group) => groups.leave(group, channel, (result) => log.push(`leave ${group}: ${result}`)),
    settle: (result) => datagrams.groupChanges.shift()?.complete(result),
  }
}

describe('a join', () => {
  it('is in the list once it has succeeded, in its canonical form (multicast: join, list, leave)', () => {
    const { groups, join, settle, log, datagrams } = groupsOf()
    join('0xE0.0.0.252')
    expect([datagrams.groupChanges[0]?.group, groups.list]).toEqual(['224.0.0.252', []])
    settle(0)
    expect([groups.list, log]).toEqual([['224.0.0.252'], ['join 0xE0.0.0.252: 0']])
  })

  it.each([
    ['ff02::fb', -108],
    ['x', -108],
    ['127.0.0.1', -4],
    ['223.255.255.255', -4],
  ])('of %s on a socket of IPv4 gives %i (multicast: join, list, leave)', async (group, result) => {
    const { join, log, datagrams } = groupsOf()
    join(group)
    await turns()
    expect([log, datagrams.groupChanges]).toEqual([[`join ${group}: ${result}`], []])
  })

  it('of a group that is joined gives -108 (multicast: join, list, leave)', () => {
    const { join, settle, log } = groupsOf()
    join('224.0.0.251')
    settle(0)
    join('224.0.0.251')
    expect(log.at(-1)).toBe('join 224.0.0.251: -108')
  })

  it('that the system refuses is not in the list', () => {
    const { groups, join, settle, log } = groupsOf()
    join('224.0.0.251')
    settle(-147)
    expect([groups.list, log]).toEqual([[], ['join 224.0.0.251: -147']])
  })

  it.each([
    ['a connected socket', new DatagramChannel(new ScriptedDatagrams('192.0.2.1', { address: '192.0.2.2', port: 9 }))],
    ['a socket that is not open', undefined],
  ])('on %s gives -9 (multicast: a join … in the script of … a connect)', async (_kind, channel) => {
    const log: unknown[] = []
    new MulticastGroups().join('239.1.2.3', channel, (result) => log.push(result))
    expect(log).toEqual([])
    await turns()
    expect(log).toEqual([-9])
  })

  it('that is pending when the socket is disconnected stays in the list (multicast: a join that is pending when the socket is disconnected)', () => {
    const { groups, channel, join, settle, log } = groupsOf()
    join('224.0.0.251')
    groups.clear()
    channel.close()
    settle(-100)
    expect([log, groups.list]).toEqual([['join 224.0.0.251: 0'], ['224.0.0.251']])
  })

  it('that is pending when the socket is destroyed is not answered (multicast: a join and a leave that are pending when …)', () => {
    const { groups, join, settle, log } = groupsOf()
    join('224.0.0.251')
    groups.abandon()
    settle(0)
    expect([log, groups.list]).toEqual([[], []])
  })
})

describe('a leave', () => {
  it('takes the group out of the list (multicast: join, list, leave)', () => {
    const { groups, join, leave, settle, log } = groupsOf()
    join('224.0.0.251')
    settle(0)
    leave('224.0.0.251')
    settle(0)
    expect([groups.list, log.at(-1)]).toEqual([[], 'leave 224.0.0.251: 0'])
  })

  it('of a group that is not joined gives -108', () => {
    const { leave, log } = groupsOf()
    leave('224.0.0.251')
    expect(log).toEqual(['leave 224.0.0.251: -108'])
  })
})
