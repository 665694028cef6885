/**
 * One app at a time in a folder of `--storage`: two would overwrite each other's files. The one that runs listens at a socket in it.
 * The system ends the socket with the process, however that ends; a file with a process's id would outlast a crash.
 */
import { createHash } from 'node:crypto'
import { lstatSync, realpathSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { RunAppError } from '../run-app-error.ts'

/** Gives what opens the folder again. Rejects with a RunAppError for one that another app is in. */
export async function lockFolder(folder: string): Promise<() => void> {
  const path = socketPath(realpathSync(folder))
  if (await isListening(path)) {
    throw new RunAppError(`${folder} is in use: the app runs already. Give another --storage to run it twice.`)
  }
  const server = await listen(path)
  return () => void server?.close()
}

/** A socket's path has room for 103 bytes on macOS, and for 107 on Linux. */
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

/** Undefined on a file system that has no sockets: there the folder stays open. */
function listen(path: string): Promise<net.Server | undefined> {
  // What a process left that was killed. A socket alone: the folder may be one with files of the user's.
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
