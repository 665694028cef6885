/**
 * Endpoints: the one that stands for none, and the range of ports.
 */
import type { Endpoint } from './contract.ts'

/** The endpoint of nothing: the sender of a receive that failed, and the local end of a socket that is not bound. */
export const emptyEndpoint: Endpoint = { address: '', port: 0 }

/** Whether a number is a port: 0 to 65535. */
export function isPort(port: number): boolean {
  return port >= 0 && port <= 65535
}
