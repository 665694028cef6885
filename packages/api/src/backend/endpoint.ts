/**
 * The endpoint that stands for none: the sender of a receive that failed.
 */
import type { Endpoint } from './contract.ts'

export const emptyEndpoint: Endpoint = { address: '', port: 0 }
