/**
 * The identity of the scripted servers: a certificate for `server.test`, and the authority that issued it.
 */
import { authority, makeKey, server, type Authority, type KeyPair } from '@chrome-socket/x509/issuing'

export const anchor: Authority = authority('Test Authority')
export const leafKey: KeyPair = makeKey('p256')
export const leaf: Uint8Array = server(anchor, { key: leafKey })
