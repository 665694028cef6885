/** Chromium's own chrome.socket. */
import type { Open } from '../task.ts'
import { chromeSocketSource } from './chrome-socket.ts'
import { openInChromium } from './in-chromium.ts'

/** Another process does the work. */
export const worksElsewhere = true

export const open: Open = await openInChromium(chromeSocketSource)
