/** The variant chrome.socket with forgeTls in pure JavaScript. */
import { pureCrypto } from '@chrome-socket/tls-forge/pure'
import type { Open } from '../task.ts'
import { openWithForge } from './chrome-with-forge.ts'

export const open: Open = openWithForge(pureCrypto())
