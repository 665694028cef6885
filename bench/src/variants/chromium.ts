/** The variant with Chromium's own chrome.socket. */
import type { Open } from '../task.ts'
import { chromeSocketSource } from './chrome-socket.ts'
import { openInChromium } from './in-chromium.ts'

/** Chromium does the work in another process. */
export const worksElsewhere = true

export const open: Open = await openInChromium(chromeSocketSource)
