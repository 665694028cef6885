/**
 * Every task runs against the peer in C, with raw sockets and with chrome.socket. Without this test a broken task would only
 * show as a missing row.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Child } from '../src/child.ts'
import type { PeerReady, Sample } from '../src/messages.ts'
import { rows } from '../src/rows.ts'
import { buildClient, buildPeer } from '../src/peers.ts'
import type { Open, Stopwatch } from '../src/task.ts'
import { tasksInC } from '../src/variants.ts'
import { open as chromeOnNode } from '../src/variants/chrome-on-node.ts'
import { open as node } from '../src/variants/node.ts'
import { open as nodeRead } from '../src/variants/node-read.ts'

/** A stopwatch whose slice is over after a number of calls, so that the test does not depend on time. */
class CountingStopwatch implements Stopwatch {
  readonly milliseconds = 0
  #asked = 0

  start(): void {
    this.#asked = 0
  }

  isOver(): boolean {
    this.#asked += 1
    return this.#asked > 5
  }

  leaveOut(preparation: () => Promise<void>): Promise<void> {
    return preparation()
  }
}

const folder = mkdtempSync(join(tmpdir(), 'chrome-socket-bench-'))
const program = buildPeer(folder)
const client = buildClient(folder)
let peer: Child | undefined
let ports: PeerReady['ports'] = {}

// The peer needs a C compiler and Linux's epoll.
describe.skipIf(program === undefined)('tasks', () => {
  beforeAll(async () => {
    // Closing a socket with pending calls logs their unread errors.
    vi.spyOn(console, 'error').mockImplementation(() => {})
    peer = new Child([program ?? ''])
    const ready = await peer.answer<PeerReady>()
    if ('failed' in ready) throw new Error(ready.failed)
    ports = ready.ports
  })

  afterAll(async () => {
    vi.restoreAllMocks()
    await peer?.end()
    rmSync(folder, { recursive: true })
  })

  const run = async (open: Open, row: (typeof rows)[number]): Promise<number> => {
    const target = { ...row.target, task: row.task, host: '127.0.0.1', port: ports[row.service] ?? 0 }
    const activity = await open({ ...target, count: Math.min(target.count, 100) })
    const amount = await activity.run(new CountingStopwatch())
    activity.close()
    return amount
  }

  const withoutTls = rows.filter(({ tls }) => tls !== true)

  it.each(withoutTls)('$name with raw sockets', async (row) => {
    expect(await run(node, row)).toBeGreaterThan(0)
  })

  it.each(withoutTls)('$name with chrome.socket', async (row) => {
    expect(await run(chromeOnNode, row)).toBeGreaterThan(0)
  })

  it.each(withoutTls.filter(({ task }) => tasksInC.has(task)))('$name with the client in C', async (row) => {
    const child = new Child([client ?? ''])
    await child.answer()
    const target = { ...row.target, task: row.task, host: '127.0.0.1', port: ports[row.service] ?? 0 }
    expect(await child.ask({ ask: 'open', target })).toEqual({ opened: true })
    const { sample } = (await child.ask<{ sample: Sample }>({ ask: 'run', milliseconds: 20 })) as { sample: Sample }
    expect(sample.amount).toBeGreaterThan(0)
    expect(sample.seconds).toBeGreaterThanOrEqual(0.02)
    expect(await child.ask({ ask: 'close' })).toEqual({ closed: true })
    await child.end()
  })

  it.each(rows.filter(({ task, tls }) => task === 'receive' && tls !== true))('$name with read(n)', async (row) => {
    expect(await run(nodeRead, row)).toBeGreaterThan(0)
  })
})
