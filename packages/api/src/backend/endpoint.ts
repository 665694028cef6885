/**
 * The endpoint that stands for none: the sender of a receive that failed.
 */
import type { Endpoint } from './contract.ts'

/** The address and port of nothing: of a datagram that did not come, of a socket that is not bound. */
export const emptyEndpoint: Endpoint = { address: '', port: 0 }
