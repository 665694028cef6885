/**
 * Asks the Chromium that is installed for its verdicts anew, and compares them with those in `chromium-verdicts.ts`.
 */
import { X509Certificate } from 'node:crypto'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Chrome } from '@chrome-socket/api'
import { certificateCases, chromiumVerdicts, type CertificateCase } from '../../conformance/src/certificates/index.ts'
import { findOracle, startOracle, type Oracle } from '../../conformance/src/oracle/chromium.ts'
import { pem } from '../src/issuing/pem-writer.ts'

const found = findOracle()
const missing = 'missing' in found ? found.missing : undefined

/** NSS, where Chromium looks for its users' authorities, does not take them with a key for Ed25519. */
function isTakenByNss(anchor: Uint8Array): boolean {
  return new X509Certificate(anchor).publicKey.asymmetricKeyType !== 'ed25519'
}

describe.skipIf(missing !== undefined)(`Chromium${missing === undefined ? '' : ` (not installed: ${missing})`}`, () => {
  const made = Object.entries(certificateCases).map(([name, make]): [string, CertificateCase] => [name, make()])
  let oracle: Oracle

  beforeAll(async () => {
    const anchors = made.flatMap(([, shown]) => shown.anchors)
    oracle = await startOracle({
      trusted: anchors.filter(isTakenByNss).map(pem),
      flags: ['--host-resolver-rules=MAP * 127.0.0.1'],
    })
  }, 60_000)

  afterAll(async () => {
    await oracle.close()
  })

  test.each(made)('%s', async (name, shown) => {
    const server = createServer((socket: Socket) => {
      const secureContext = createSecureContext({
        key: shown.key.privateKey.export({ type: 'pkcs8', format: 'pem' }),
        cert: shown.chain.map(pem).join(''),
        ciphers: 'DEFAULT@SECLEVEL=0',
      })
      new TLSSocket(socket, { isServer: true, secureContext }).on('error', () => socket.destroy())
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const { serverName = 'localhost' } = shown
    const result = await oracle.evaluate(secureOnce, { serverName, port })
    server.close()
    expect(result).toBe(chromiumVerdicts[name])
  })
})

/** Runs in Chromium's page: the result of `secure`. */
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
