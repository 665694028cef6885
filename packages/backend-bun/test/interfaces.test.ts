import os from 'node:os'
import { expect, it, vi } from 'vitest'
import { NetError } from '@chrome-socket/api/backend'
import { networkInterfaces } from '../src/interfaces.ts'

it('networkInterfaces gives an error, and does not throw, if the system refuses', async () => {
  // Bun throws this error if no descriptor is free.
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
