/**
 * The id of a socket: the parameter that nearly every function has, and Chromium's text for an id that is not known.
 * Source: Chromium extensions/browser/api/socket/socket_api.cc
 */
import { integer, required } from '../bindings/value-types.ts'
import type { Parameter } from '../bindings/value-types.ts'

export const socketIdParameter: Parameter<number> = required('socketId', integer)

export const socketNotFound = 'Socket not found'
