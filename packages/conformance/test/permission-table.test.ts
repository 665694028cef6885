/** Compares the targets that a permission pattern covers with Chromium's verdicts, in both forms. */
import { createChrome } from '@chrome-socket/api'
import type { Chrome } from '@chrome-socket/api'
import { NetError } from '@chrome-socket/api/backend'
import type { Backend } from '@chrome-socket/api/backend'
import { nodeBackend } from '@chrome-socket/backend-node'
import { describe, expect, it } from 'vitest'
import { readPermissionVerdicts } from '../src/index.ts'
import type { AllowedTargets } from '../src/index.ts'
import { permissionTargets } from '../src/scenarios/permission-tables.ts'

const verdicts = await readPermissionVerdicts()

/** No name has an address, because a permission can be checked without a network. */
const backend: Backend = {
  ...nodeBackend(),
  resolve(_host, _family, complete) {
    complete(NetError.ERR_NAME_NOT_RESOLVED, [])
    return () => {}
  },
}

type Send = (chrome: Chrome, socketId: number, host: string, port: number, callback: () => void) => void

const one = new ArrayBuffer(1)
const sendTo: Send = ({ socket }, id, host, port, callback) => socket.sendTo(id, one, host, port, callback)
const send: Send = ({ sockets }, id, host, port, callback) => sockets.udp.send(id, one, host, port, callback)

describe('chrome.socket', () => {
  it.each(verdicts)('udp-send-to:$pattern', async ({ pattern, 'chrome.socket': verdict }) => {
    const make = (): Chrome => createChrome({ backend, permissions: [{ socket: [`udp-send-to:${pattern}`] }] })
    expect(await verdictOn(make, ({ socket }) => socket.create('udp'), sendTo)).toEqual(verdict)
  })
})

describe('chrome.sockets', () => {
  it.each(verdicts)('{"udp": {"send": "$pattern"}}', async ({ pattern, 'chrome.sockets': verdict }) => {
    const make = (): Chrome => createChrome({ backend, sockets: { udp: { send: pattern } } })
    expect(await verdictOn(make, ({ sockets }) => sockets.udp.create(), send)).toEqual(verdict)
  })
})

async function verdictOn(
  make: () => Chrome,
  create: (chrome: Chrome) => Promise<{ socketId: number }>,
  send: Send,
): Promise<AllowedTargets> {
  let chrome: Chrome
  try {
    chrome = make()
  } catch (error) {
    return { refusal: (error as Error).message }
  }
  const { socketId } = await create(chrome)
  const isAllowed = ([host, port]: readonly [string, number]): Promise<boolean> =>
    new Promise((resolve) => {
      send(chrome, socketId, host, port, () => resolve(!/permission/.test(chrome.runtime.lastError?.message ?? '')))
    })
  const allowed = await Promise.all(permissionTargets.map(isAllowed))
  await chrome.close()
  if (allowed.every(Boolean)) return { allowed: 'every' }
  return { allowed: permissionTargets.filter((_, index) => allowed[index]).map(([host, port]) => `${host} ${port}`) }
}
