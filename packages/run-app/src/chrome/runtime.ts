/**
 * chrome.runtime without its messages, which are in messaging.ts.
 * Source: Chromium extensions/common/api/runtime.json; measured on Chromium 156.
 */
import process from 'node:process'
import type { App } from './app.ts'
import { EventChannel } from './event.ts'
import { FileEntries } from './file-entries.ts'
import { Answers, ApiError } from './namespace.ts'
import type { Namespace } from './namespace.ts'
import { storedValue } from './stored-value.ts'

export interface AppLifecycle {
  readonly namespace: Namespace
  /** Raises onInstalled at the first start and after an update, and onStartup at every start but the first. */
  started(): void
  /** Raises onSuspend. */
  suspend(): void
}

export function appLifecycle(app: App): AppLifecycle {
  const onInstalled = new EventChannel()
  const onStartup = new EventChannel()
  const onSuspend = new EventChannel()
  const previousVersion = app.store.read('version')
  const namespace: Namespace = {
    path: 'runtime',
    events: {
      onInstalled,
      onStartup,
      onSuspend,
      onSuspendCanceled: new EventChannel(),
      onUpdateAvailable: new EventChannel(),
      onBrowserUpdateAvailable: new EventChannel(),
      onRestartRequired: new EventChannel(),
    },
    constants: { id: app.id, ...enums },
    functions: [
      {
        signature: 'runtime.getManifest()',
        run: () => storedValue({ ...app.manifest, ...(app.manifest.default_locale && { current_locale: app.locale }) }),
      },
      {
        signature: 'runtime.getURL(string path)',
        run: ([path]: readonly string[]) => `${app.origin}/${(path as string).replace(/^\//, '')}`,
      },
      { signature: 'runtime.getVersion()', run: () => app.manifest.version },
      {
        signature: 'runtime.getPlatformInfo(optional function callback)',
        run: () => ({ ...platformInfo }),
      },
      {
        signature: 'runtime.getBackgroundPage(optional function callback)',
        run: () => [...app.pages].find((page) => page.isBackground)?.page.window ?? null,
      },
      {
        signature: 'runtime.getPackageDirectoryEntry(function callback)',
        run(_, page) {
          if (app.files.folder === undefined) throw new ApiError('The app is not in a folder.')
          return new FileEntries(page, app.files.folder, false, 'crxfs').entry('/')
        },
      },
      { signature: 'runtime.reload()', run: () => app.end(true) },
      { signature: 'runtime.restart()', run: () => app.end(true) },
      {
        signature: 'runtime.requestUpdateCheck(optional function callback)',
        run: () => new Answers('no_update', { version: '' }),
      },
      { signature: 'runtime.setUninstallURL(string url, optional function callback)', run() {} },
    ],
  }
  return {
    namespace,
    started() {
      const { version } = app.manifest
      if (previousVersion === version) return void onStartup.dispatch(() => [])
      app.keep('version', version)
      const isNew = previousVersion === undefined
      onInstalled.dispatch(() => [isNew ? { reason: 'install' } : { reason: 'update', previousVersion }])
      if (!isNew) onStartup.dispatch(() => [])
    },
    suspend: () => void onSuspend.dispatch(() => []),
  }
}

const systems: Readonly<Record<string, string>> = {
  darwin: 'mac',
  win32: 'win',
  android: 'android',
  openbsd: 'openbsd',
}
const architectures: Readonly<Record<string, string>> = { x64: 'x86-64', ia32: 'x86-32' }
const arch = architectures[process.arch] ?? process.arch
const platformInfo = { arch, nacl_arch: arch, os: systems[process.platform] ?? 'linux' }

const enums = {
  OnInstalledReason: {
    CHROME_UPDATE: 'chrome_update',
    INSTALL: 'install',
    SHARED_MODULE_UPDATE: 'shared_module_update',
    UPDATE: 'update',
  },
  OnRestartRequiredReason: { APP_UPDATE: 'app_update', OS_UPDATE: 'os_update', PERIODIC: 'periodic' },
  PlatformArch: {
    ARM: 'arm',
    ARM64: 'arm64',
    MIPS: 'mips',
    MIPS64: 'mips64',
    PPC64: 'ppc64',
    RISCV64: 'riscv64',
    X86_32: 'x86-32',
    X86_64: 'x86-64',
  },
  PlatformOs: { ANDROID: 'android', CROS: 'cros', LINUX: 'linux', MAC: 'mac', OPENBSD: 'openbsd', WIN: 'win' },
  RequestUpdateCheckStatus: {
    NO_UPDATE: 'no_update',
    THROTTLED: 'throttled',
    UPDATE_AVAILABLE: 'update_available',
  },
}
