/**
 * The results that the three namespaces of chrome.sockets share, with their lastError.
 * Source: Chromium extensions/browser/api/sockets_tcp/sockets_tcp_api.cc and its siblings
 */
import { NetError, netErrorToString } from '../../backend/net-error.ts'
import type { Call } from '../../bindings/answers.ts'

/** Returns the text of lastError for a net error. Every failure of chrome.sockets sets lastError. */
export function errorText(result: number): string | undefined {
  return result < 0 ? netErrorToString(result) : undefined
}

export function completeWithNetError(call: Call<number>, result: number): void {
  call.complete(result, errorText(result))
}

/**
 * Completes a call with the error of a wrong port. Chromium takes a port modulo 65536, but no app means port 4464 by
 * 70000.
 */
export function completeWithInvalidPort(call: Call<number>): void {
  completeWithNetError(call, NetError.ERR_INVALID_ARGUMENT)
}
