/**
 * chrome.syncFileSystem. There is no account to sync with, so an app gets the answers of a Chromium without a signed-in
 * user.
 * Source: Chromium chrome/common/extensions/api/sync_file_system.idl; measured on Chromium 156.
 */
import { EventChannel } from './event.ts'
import { ApiError, enumOf } from './namespace.ts'
import type { Namespace } from './namespace.ts'

const policies = ['last_write_win', 'manual']

export function syncFileSystemNamespace(): Namespace {
  const notSignedIn = (): never => {
    throw new ApiError('Sync: authentication failed. (error code: -107).', undefined)
  }
  return {
    path: 'syncFileSystem',
    events: { onServiceStatusChanged: new EventChannel(), onFileStatusChanged: new EventChannel() },
    types: { 'syncFileSystem.ConflictResolutionPolicy': policies },
    constants: {
      SyncAction: enumOf(['added', 'updated', 'deleted']),
      ServiceStatus: enumOf([
        'initializing',
        'running',
        'authentication_required',
        'temporary_unavailable',
        'disabled',
      ]),
      FileStatus: enumOf(['synced', 'pending', 'conflicting']),
      SyncDirection: enumOf(['local_to_remote', 'remote_to_local']),
      ConflictResolutionPolicy: enumOf(policies),
    },
    functions: [
      ...[
        'requestFileSystem(optional function callback)',
        'getUsageAndQuota(DOMFileSystem fileSystem, optional function callback)',
        'getFileStatus(Entry fileEntry, optional function callback)',
        'getFileStatuses(array fileEntries, optional function callback)',
      ].map((signature) => ({ signature: `syncFileSystem.${signature}`, run: notSignedIn })),
      {
        signature: 'syncFileSystem.getServiceStatus(optional function callback)',
        run: () => 'disabled',
      },
      {
        signature: 'syncFileSystem.getConflictResolutionPolicy(optional function callback)',
        run: () => 'last_write_win',
      },
      {
        signature:
          'syncFileSystem.setConflictResolutionPolicy(syncFileSystem.ConflictResolutionPolicy policy, optional function callback)',
        run([policy]: readonly string[]) {
          if (policy === 'manual') throw new ApiError('Policy manual is not supported.')
        },
      },
    ],
  }
}
