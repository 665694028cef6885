/**
 * chrome.system.network: the network interfaces. Source: Chromium extensions/common/api/system_network.idl; measured on
 * Chromium 156.
 */
import type { Namespace } from './namespace.ts'

/** Makes chrome.system.network. `list` gives the interfaces of the network that the app's sockets are in. */
export function systemNetworkNamespace(list: () => Promise<readonly object[]>): Namespace {
  return {
    path: 'system.network',
    functions: [{ signature: 'system.network.getNetworkInterfaces(optional function callback)', run: list }],
  }
}
