/** The variant with Chromium's own chrome.sockets. */
import type { Open } from '../task.ts'
import { chromeSocketsSource } from './chrome-sockets.ts'
import { openInChromium } from './in-chromium.ts'

/** Chromium does the work in another process. */
export const worksElsewhere = true

export const open: Open = await openInChromium(chromeSocketsSource)
