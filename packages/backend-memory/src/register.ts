/**
 * `import '@chrome-socket/backend-memory/register'` makes a host, alone on its network, the default backend of every
 * `chrome`.
 */
import { registerBackend } from '@chrome-socket/api'
import { memoryBackend } from './memory-backend.ts'

registerBackend(memoryBackend())
