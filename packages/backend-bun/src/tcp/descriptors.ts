/** File descriptors, whose number is limited (`ulimit -n`). Bun 1.4 does not say when a socket failed for want of one. */
import fs from 'node:fs'
import os from 'node:os'

/** It finds out by taking one, so ask only after something has failed. */
export function areDescriptorsUsedUp(): boolean {
  try {
    fs.closeSync(fs.openSync(os.devNull, 'r'))
    return false
  } catch (error) {
    return ['EMFILE', 'ENFILE'].includes((error as NodeJS.ErrnoException).code ?? '')
  }
}
