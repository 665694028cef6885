/** Chromium's own chrome.sockets. */
import type { Open } from '../task.ts'
import { chromeSocketsSource } from './chrome-sockets.ts'
import { openInChromium } from './in-chromium.ts'

/** Another process does the work. */
export const worksElsewhere = true

export const open: Open = await openInChromium(chromeSocketsSource)
