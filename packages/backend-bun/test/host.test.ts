import { networkInterfaces } from 'node:os'
import type { NetworkInterface } from '@chrome-socket/api/backend'
import { expect, it } from 'vitest'
import { describeInBun } from './in-bun.ts'

describeInBun('names and interfaces', (backend) => {
  const resolve = (hostname: string): Promise<{ result: number; addresses: readonly string[] }> =>
    new Promise((done) => {
      backend.resolve(hostname, 'any', (result, addresses) => done({ result, addresses }))
    })

  it('resolves names and literals', async () => {
    expect(await resolve('127.0.0.1')).toEqual({ result: 0, addresses: ['127.0.0.1'] })
    expect(await resolve('::1')).toEqual({ result: 0, addresses: ['::1'] })
    expect((await resolve('localhost')).addresses).toContain('127.0.0.1')
    for (const name of ['', '*', 'no-such-name..invalid', 'white space', 'nul\0', '[::1]', 'a'.repeat(300), '.', '-']) {
      expect(await resolve(name), name).toEqual({ result: -105, addresses: [] })
    }
  })

  it('does not complete a cancelled resolve', async () => {
    let completions = 0
    for (const name of ['127.0.0.1', 'localhost', 'no-such-name..invalid'])
      backend.resolve(name, 'any', () => (completions += 1))()
    await resolve('no-such-name-either..invalid')
    await resolve('127.0.0.1')
    expect(completions).toBe(0)
  })

  it('lists the same addresses of the host as the system', async () => {
    const found = await new Promise<readonly NetworkInterface[]>((done) => {
      backend.networkInterfaces?.((_result, interfaces) => done(interfaces))
    })
    const expected = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
      addresses
        .filter(({ internal }) => !internal)
        .map(({ address, cidr }) => ({
          name,
          address: address.split('%')[0],
          prefixLength: Number(cidr?.split('/')[1]),
        })),
    )
    expect(found).toEqual(expected)
  })
})
