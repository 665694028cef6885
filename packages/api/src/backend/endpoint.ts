/**
 * The empty endpoint, and the range of ports.
 */
import type { Endpoint } from './contract.ts'

/** The empty endpoint: the sender of a failed receive, and the local endpoint of an unbound socket. */
export const emptyEndpoint: Endpoint = { address: '', port: 0 }

/** Whether a number is a port: 0 to 65535. */
export function isPort(port: number): boolean {
  return port >= 0 && port <= 65535
}
