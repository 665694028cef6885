/**
 * `import '@chrome-socket/api/global-sockets'` declares `chrome.sockets`, for an app that imports `@chrome-socket/api/global`
 * without `@types/chrome-apps`, which declares it itself. It holds types only.
 */
import type { Chrome } from './create-chrome.ts'

declare global {
  namespace chrome {
    /** `chrome.sockets.tcp`, `tcpServer` and `udp`, on the registered backend. */
    const sockets: Chrome['sockets']
  }
}
