/** `import '@chrome-socket/backend-bun/register'`: makes Bun's sockets the backend of `chrome.socket`. */
import { registerBackend } from '@chrome-socket/api'
import { bunBackend } from './bun-backend.ts'

registerBackend(bunBackend())
