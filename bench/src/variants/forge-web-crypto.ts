/** The variant chrome.socket with forgeTls over WebCrypto. */
import { webCrypto } from '@chrome-socket/tls-forge'
import type { Open } from '../task.ts'
import { openWithForge } from './chrome-with-forge.ts'

export const open: Open = openWithForge(webCrypto())
