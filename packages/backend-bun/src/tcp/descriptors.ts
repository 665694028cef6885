/** A check for free file descriptors (`ulimit -n`). Bun 1.4 does not report that a socket failed because none was free. */
import fs from 'node:fs'
import os from 'node:os'

/** Whether no descriptor is free. It opens a file to check, so call it only after a failure. */
export function areDescriptorsUsedUp(): boolean {
  try {
    fs.closeSync(fs.openSync(os.devNull, 'r'))
    return false
  } catch (error) {
    return ['EMFILE', 'ENFILE'].includes((error as NodeJS.ErrnoException).code ?? '')
  }
}
