/** Our `chrome.socket` on Node's sockets and TLS against what Chromium did. */
import { apiDifferences, nodeTlsDifferences, runtimeGaps } from '../src/index.ts'
import { setup } from '../src/subjects/node.ts'
import { runScenarios } from './run-scenarios.ts'

runScenarios({ setup, differences: [...apiDifferences, ...nodeTlsDifferences], gaps: runtimeGaps })
