/** Asks the installed Chromium for its verdicts again, and compares them with those in `chromium-verdicts.ts`. */
import { X509Certificate } from 'node:crypto'
import type { Chrome } from '@chrome-socket/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumVerdicts, serveCases } from '../../src/certificates/index.ts'
import { findOracle, startOracle, type Oracle } from '../../src/oracle/chromium.ts'

const found = findOracle()
const missing = 'missing' in found ? found.missing : undefined

/** NSS, where Chromium looks for its users' authorities, does not accept authorities with an Ed25519 key. */
function isTakenByNss(authority: string): boolean {
  return new X509Certificate(authority).publicKey.asymmetricKeyType !== 'ed25519'
}

const served = await serveCases()
afterAll(() => served.close())

describe.skipIf(missing !== undefined)(`Chromium${missing === undefined ? '' : ` (not installed: ${missing})`}`, () => {
  let oracle: Oracle

  beforeAll(async () => {
    oracle = await startOracle({
      trusted: served.authorities.filter(isTakenByNss),
      flags: ['--host-resolver-rules=MAP * 127.0.0.1'],
    })
  }, 60_000)

  afterAll(async () => {
    await oracle.close()
  })

  test.each(served.cases)('$name', async ({ name, serverName, port }) => {
    expect(await oracle.evaluate(secureOnce, { serverName, port })).toBe(chromiumVerdicts[name])
  })
})

/** Calls `secure` in Chromium's page, and returns its result. */
function secureOnce({ serverName, port }: { serverName: string; port: number }): Promise<number> {
  const { chrome } = globalThis as unknown as { chrome: Chrome }
  return new Promise((resolve) => {
    chrome.socket.create('tcp', {}, ({ socketId }) => {
      chrome.socket.connect(socketId, serverName, port, () => {
        chrome.socket.secure(socketId, {}, (result) => {
          void chrome.runtime.lastError
          chrome.socket.destroy(socketId)
          resolve(result)
        })
      })
    })
  })
}
