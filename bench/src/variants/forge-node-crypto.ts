/** The variant chrome.socket with forgeTls over node:crypto. */
import { nodeCrypto } from '@chrome-socket/tls-forge/node'
import type { Open } from '../task.ts'
import { openWithForge } from './chrome-with-forge.ts'

export const open: Open = openWithForge(nodeCrypto())
