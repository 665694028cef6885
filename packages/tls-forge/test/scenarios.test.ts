/// <reference lib="dom" />
// WebCrypto's types, which the sources of tls-forge name.
/** `secure` of chrome.socket and chrome.sockets with forgeTls, against what Chromium did. */
import { createChrome } from '@chrome-socket/api'
import { nodeBackend } from '@chrome-socket/backend-node'
import { apiDifferences, nodeTlsDifferences } from '@chrome-socket/conformance'
import type { Difference, Setup } from '@chrome-socket/conformance'
import { runScenarios } from '@chrome-socket/conformance/vitest'
import { forgeTls } from '../src/index.ts'

/** Chromium still offers the cipher suites that are an option here. */
const setup: Setup = ({ trusted, manifest }) => {
  const tls = forgeTls({ ca: [...trusted], legacyCipherSuites: true })
  const chrome = createChrome({ backend: nodeBackend(), tls, ...manifest })
  return { chrome, close: () => chrome.close() }
}

/** Those of nodeTls that forgeTls has, too. */
const sharedWithNode: ReadonlySet<string> = new Set([
  'secure: client certificate clientOptional TLSv1.2',
  'secure: client certificate clientRequired TLSv1.3',
  'secure: answered with alert0',
  'secure: with plain text unread',
])

const forgeDifferences: readonly Difference[] = nodeTlsDifferences.filter(({ scenarios }) =>
  scenarios.some((name) => sharedWithNode.has(name)),
)

runScenarios({ setup, differences: [...apiDifferences, ...forgeDifferences], topics: ['tls', 'sockets-secure'] })
