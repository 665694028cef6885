/** In what `secure` on Node's own TLS differs from Chromium on purpose. */
import type { Difference } from '../compare.ts'

export const nodeTlsDifferences: readonly Difference[] = []
