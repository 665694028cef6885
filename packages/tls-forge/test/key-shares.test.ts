/**
 * Tests that key shares are made ahead of time, and that each is given out once. A key that two connections use would
 * link them, and cost both their forward secrecy (RFC 8446, appendix E.1).
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { KeyShareReserve, takeKeyShare } from '../src/handshake/key-share-reserve.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import type { KeyShare } from '../src/crypto/provider.ts'
import { pureCrypto } from '../src/crypto/pure.ts'
import { webCrypto } from '../src/crypto/web.ts'
import { toHex } from '../src/bytes/bytes.ts'

const runsTypeScript = 'typescript' in process.features && process.features.typescript !== false

/** Waits for the next key share, which is made by the end of the turn after this one. */
async function turn(): Promise<void> {
  for (let count = 0; count < 2; count += 1) await new Promise((resolve) => setImmediate(resolve))
}

const share = (number: number): KeyShare => ({
  group: 'x25519',
  publicKey: Uint8Array.of(number),
  agree: (peer) => peer,
})

describe.each([webCrypto(), pureCrypto(), nodeCrypto()])('key shares of $name', (provider) => {
  it.each(['x25519', 'secp256r1'] as const)('are new each time, however they are asked for (%s)', async (group) => {
    const keys: string[] = []
    const take = async (): Promise<void> => {
      const { publicKey, group: made } = await takeKeyShare(provider, group)
      expect(made).toBe(group)
      keys.push(toHex(publicKey))
    }
    await Promise.all([take(), take(), take()])
    await turn()
    await Promise.all([take(), take()])
    for (let time = 0; time < 3; time += 1) {
      await take()
      await turn()
    }
    expect(new Set(keys).size).toBe(keys.length)
  })
})

describe('the reserve', () => {
  it('has made the next key share before it is needed', async () => {
    let made = 0
    const reserve = new KeyShareReserve(() => share((made += 1)))
    expect(await reserve.take('x25519')).toMatchObject({ publicKey: Uint8Array.of(1) })
    expect(made).toBe(1)
    await turn()
    expect(made).toBe(2)
    expect(await reserve.take('x25519')).toMatchObject({ publicKey: Uint8Array.of(2) })
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])('tries again where making one ahead %s', async (_, fail) => {
    let calls = 0
    const reserve = new KeyShareReserve(() => ((calls += 1) === 2 ? (fail as () => never)() : share(calls)))
    await reserve.take('x25519')
    await turn()
    expect(await reserve.take('x25519')).toMatchObject({ publicKey: Uint8Array.of(3) })
  })

  // Node before 22.18 does not run TypeScript.
  it.runIf(runsTypeScript)('lets a process end (skipped before Node 22.18)', () => {
    const source = fileURLToPath(new URL('../src/handshake/key-share-reserve.ts', import.meta.url))
    const program = `import { KeyShareReserve } from ${JSON.stringify(source)}
      const reserve = new KeyShareReserve(() => ({}))
      reserve.take('x25519')`
    const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { timeout: 50_000 })
    expect(status).toBe(0)
  })
})
