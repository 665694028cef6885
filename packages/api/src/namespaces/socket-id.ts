/**
 * The id of a socket: the parameter of nearly every function, and Chromium's text for an unknown id. Source: Chromium
 * extensions/browser/api/socket/socket_api.cc
 */
import { integer, required } from '../bindings/value-types.ts'
import type { Parameter } from '../bindings/value-types.ts'

export const socketIdParameter: Parameter<number> = required('socketId', integer)

export const socketNotFound = 'Socket not found'
