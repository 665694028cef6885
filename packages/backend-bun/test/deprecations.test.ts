/** The package uses no deprecated function, so a process with --throw-deprecation does not end. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { describeInBun } from './in-bun.ts'

const program = fileURLToPath(new URL('programs/every-part.ts', import.meta.url))

describeInBun('a process with --throw-deprecation', () => {
  it('goes on', async () => {
    const flags = ['--pending-deprecation', '--throw-deprecation', '--conditions=@chrome-socket/source']
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, program])
    expect(stdout.trim().split('\n').toSorted()).toEqual([
      'accept 0',
      'connect 0',
      'joinGroup 0',
      'listen 0',
      'networkInterfaces 0',
      'openDatagram 0',
      'read 0',
      'resolve localhost 0',
      'resolve nothing -105',
      'send 1',
    ])
  })
})
