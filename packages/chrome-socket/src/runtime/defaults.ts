/** The backend and TLS of a runtime. The conditions in package.json choose a file of this folder as `#runtime`. */
import type { Backend, TlsProvider } from '@chrome-socket/api'

export interface RuntimeDefaults {
  readonly backend: Backend
  readonly tls: TlsProvider
}
