/**
 * The namespaces of Chromium that run-app lacks. Each is undefined, as is a namespace without its permission. The first
 * use of each is printed for the user.
 * Source: Chromium extensions/common/api/_api_features.json, chrome/common/extensions/api/_api_features.json
 */
const names: readonly string[] = [
  'accessibilityFeatures',
  'audio',
  'bluetooth',
  'bluetoothLowEnergy',
  'bluetoothSocket',
  'browser',
  'certificateProvider',
  'clipboard',
  'declarativeWebRequest',
  'desktopCapture',
  'diagnostics',
  'displaySource',
  'dns',
  'documentScan',
  'enterprise',
  'experimental',
  'extension',
  'fontSettings',
  'gcm',
  'identity',
  'instanceID',
  'mdns',
  'mediaGalleries',
  'mediaPerceptionPrivate',
  'networking',
  'platformKeys',
  'pushMessaging',
  'printerProvider',
  'proxy',
  'serial',
  'tabs',
  'tts',
  'usb',
  'virtualKeyboard',
  'vpnProvider',
  'wallpaper',
  'webRequest',
  'webViewRequest',
  'windows',
]

const hints: Readonly<Record<string, string>> = {
  experimental: ' With --experimental there is chrome.experimental.socket.',
}

/** Defines a getter in `chrome` for each of these namespaces that `chrome` lacks. */
export function defineAbsent(chrome: Record<string, unknown>, print: (line: string) => void): void {
  const told = new Set<string>()
  for (const name of names) {
    if (name in chrome) continue
    Object.defineProperty(chrome, name, {
      configurable: true,
      enumerable: false,
      get() {
        if (!told.has(name)) print(`The app asks for chrome.${name}, which is not available here.${hints[name] ?? ''}`)
        told.add(name)
        return undefined
      },
      set(value: unknown) {
        Object.defineProperty(chrome, name, { value, writable: true, configurable: true, enumerable: true })
      },
    })
  }
}
