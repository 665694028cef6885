/**
 * Locks a folder of `--storage`, because two apps would overwrite each other's files.
 *
 * The running app listens at a socket in the folder. The system closes the socket when the process ends, even after a
 * crash; a file with the id of the process would remain.
 */
import { createHash } from 'node:crypto'
import { lstatSync, realpathSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { RunAppError } from '../run-app-error.ts'

/** Locks `folder`. Resolves with the function that unlocks it. Rejects with a RunAppError if another app has the lock. */
export async function lockFolder(folder: string): Promise<() => void> {
  const path = socketPath(realpathSync(folder))
  if (await isListening(path)) {
    throw new RunAppError(`${folder} is in use: the app runs already. Give another --storage to run it twice.`)
  }
  const server = await listen(path)
  return () => void server?.close()
}

/** The path of the socket. A longer path is replaced: the limit is 103 bytes on macOS, 107 on Linux. */
function socketPath(folder: string): string {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 32)
  if (process.platform === 'win32') return `\\\\.\\pipe\\run-app-${hash}`
  const path = join(folder, '.run-app.sock')
  return Buffer.byteLength(path) <= 103 ? path : join(tmpdir(), `run-app-${hash}`)
}

function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.connect(path)
    probe.on('error', () => resolve(false))
    probe.on('connect', () => {
      probe.destroy()
      resolve(true)
    })
  })
}

/** Listens at `path`. Resolves with undefined on a file system without sockets, where the folder is not locked. */
function listen(path: string): Promise<net.Server | undefined> {
  // A killed process leaves its socket behind. Only a socket is removed: the folder may hold files of the user.
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() === true) rmSync(path)
  return new Promise((resolve) => {
    const server = net.createServer((probe) => probe.destroy())
    server.on('error', () => resolve(undefined))
    server.listen(path, () => {
      server.unref()
      resolve(server)
    })
  })
}
