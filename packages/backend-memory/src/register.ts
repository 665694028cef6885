/**
 * `import '@chrome-socket/backend-memory/register'` makes a host, alone on its network, the backend of every `chrome` that is
 * given none.
 */
import { registerBackend } from '@chrome-socket/api'
import { memoryBackend } from './memory-backend.ts'

registerBackend(memoryBackend())
