import os from 'node:os'
import { expect, it, vi } from 'vitest'
import { NetError } from '@chrome-socket/api/backend'
import { networkInterfaces } from '../src/interfaces.ts'

it('a list of interfaces that the system refuses is an error, and throws nothing', async () => {
  // As Bun does when no descriptor is left.
  const refusing = vi.spyOn(os, 'networkInterfaces').mockImplementation(() => {
    throw Object.assign(new Error('A system error occurred: getifaddrs returned an error'), {
      code: 'ERR_SYSTEM_ERROR',
    })
  })
  const result = new Promise((resolve) => {
    networkInterfaces(resolve)
  })
  refusing.mockRestore()
  expect(await result).toBe(NetError.ERR_FAILED)
})
