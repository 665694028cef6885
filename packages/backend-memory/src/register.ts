/**
 * `import '@chrome-socket/backend-memory/register'`: a host alone on a network is what `createChrome` takes when it is
 * given no backend.
 */
import { registerBackend } from '@chrome-socket/api'
import { memoryBackend } from './memory-backend.ts'

registerBackend(memoryBackend())
