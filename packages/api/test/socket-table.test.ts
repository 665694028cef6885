/** Ids as Chromium gives them (extensions/browser/api/api_resource_manager.h), over several pages of the table. */
import { describe, expect, it } from 'vitest'
import { SocketTable } from '../src/sockets/socket-table.ts'
import type { Socket } from '../src/namespaces/socket/socket-app.ts'

const socket = (destroyed: number[] = [], name = 0): Socket =>
  ({ destroy: () => destroyed.push(name) }) as unknown as Socket

describe('SocketTable', () => {
  it('counts ids up from 1, and never gives one again', () => {
    const table = new SocketTable()
    for (let expected = 1; expected <= 1000; expected += 1) {
      const id = table.add(socket())
      expect(id).toBe(expected)
      if (expected % 3 > 0) table.remove(id)
    }
  })

  it('finds each socket until it is removed, and no other', () => {
    const table = new SocketTable()
    const sockets = Array.from({ length: 700 }, () => socket())
    for (const each of sockets) table.add(each)
    for (let id = 1; id <= 700; id += 1) if (id % 100 > 0) table.remove(id)
    const found = Array.from({ length: 702 }, (_, id) => table.get(id))
    expect(found).toEqual([
      undefined,
      ...sockets.map((each, index) => ((index + 1) % 100 > 0 ? undefined : each)),
      undefined,
    ])
    for (const id of [-1, -256, 2 ** 31 - 1, -(2 ** 31)]) expect(table.get(id)).toBeUndefined()
  })

  it('destroys a socket that is removed once, and all that are left in the end', () => {
    const table = new SocketTable()
    const destroyed: number[] = []
    for (let name = 1; name <= 600; name += 1) table.add(socket(destroyed, name))
    table.remove(256)
    table.remove(256)
    table.remove(601)
    table.replace(257, socket(destroyed, 1257))
    expect(destroyed).toEqual([256])
    table.removeAll()
    const left = Array.from({ length: 600 }, (_, index) => (index === 256 ? 1257 : index + 1))
    expect(destroyed).toEqual([256, ...left.filter((name) => name !== 256)])
  })
})
