/** What a runtime provides. One of the files beside this one is `#runtime`, by the conditions in package.json. */
import type { Backend, TlsProvider } from '@chrome-socket/api'

export interface Provision {
  readonly backend: Backend
  readonly tls: TlsProvider
}
