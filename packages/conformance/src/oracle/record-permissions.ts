/**
 * Asks Chromium which targets a permission pattern covers. Each pattern is in the manifest of its own app, whose page
 * sends from an unbound socket: for an allowed target the send gives a net error, and no packet leaves.
 */
import { startOracle } from './chromium.ts'
import type { Oracle } from './chromium.ts'
import type { PermissionVerdict } from '../recording.ts'
import { permissionPatterns, permissionTargets } from '../scenarios/permission-tables.ts'

/**
 * The forms of permissions. Each has the manifest's part for a pattern, and the send whose result shows whether the
 * target was denied.
 */
export const permissionForms = {
  'chrome.socket': {
    manifest: (pattern: string): object => ({ permissions: [{ socket: [`udp-send-to:${pattern}`] }] }),
    create: `(resolve) => chrome.socket.create('udp', {}, resolve)`,
    send: `(id, host, port, resolve) => chrome.socket.sendTo(id, new ArrayBuffer(1), host, port, resolve)`,
  },
  'chrome.sockets': {
    manifest: (pattern: string): object => ({ permissions: [], sockets: { udp: { send: pattern } } }),
    create: `(resolve) => chrome.sockets.udp.create({}, resolve)`,
    send: `(id, host, port, resolve) => chrome.sockets.udp.send(id, new ArrayBuffer(1), host, port, resolve)`,
  },
} as const

export type PermissionForm = keyof typeof permissionForms

export async function recordPermissions(): Promise<{ chromium: string; verdicts: readonly PermissionVerdict[] }> {
  // A name can be allowed or denied without a network.
  const oracle = await startOracle({ flags: ['--host-resolver-rules=MAP * ~NOTFOUND'] })
  const verdicts: PermissionVerdict[] = []
  try {
    for (const pattern of permissionPatterns) {
      const socket = await verdictOn(oracle, 'chrome.socket', pattern)
      const sockets = await verdictOn(oracle, 'chrome.sockets', pattern)
      verdicts.push({ pattern, 'chrome.socket': socket, 'chrome.sockets': sockets })
    }
    return { chromium: oracle.version, verdicts }
  } finally {
    await oracle.close()
  }
}

/** Asks for the allowed targets, or for Chromium's message if it refuses the manifest. */
async function verdictOn(
  oracle: Oracle,
  form: PermissionForm,
  pattern: string,
): Promise<PermissionVerdict[PermissionForm]> {
  const { create, manifest, send } = permissionForms[form]
  const loaded = await oracle.loadApp(manifest(pattern))
  if ('refusal' in loaded) return loaded
  const allowed = await loaded.evaluateSource<boolean[]>(
    `async (targets) => {
      const { socketId } = await new Promise(${create})
      const send = ${send}
      return Promise.all(targets.map(([host, port]) => new Promise((resolve) => {
        send(socketId, host, port, () => resolve(!/permission/.test(chrome.runtime.lastError?.message)))
      })))
    }`,
    permissionTargets,
  )
  await loaded.unload()
  return {
    allowed: allowed.every(Boolean) ? 'every' : permissionTargets.filter((_, index) => allowed[index]).map(shownTarget),
  }
}

export function shownTarget([host, port]: readonly [string, number]): string {
  return `${host} ${port}`
}
