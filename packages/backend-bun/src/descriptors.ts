/** Descriptors, of which a process has only so many (`ulimit -n`). Bun 1.4 does not say when a socket failed for want of one. */
import fs from 'node:fs'
import os from 'node:os'

/** Found out by trying, so for what has failed only. */
export function areDescriptorsUsedUp(): boolean {
  try {
    fs.closeSync(fs.openSync(os.devNull, 'r'))
    return false
  } catch (error) {
    return ['EMFILE', 'ENFILE'].includes((error as NodeJS.ErrnoException).code ?? '')
  }
}
