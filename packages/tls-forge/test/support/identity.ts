/**
 * Who the scripted servers are: a certificate for `server.test`, and the authority that it is from.
 */
import { authority, makeKey, server, type Authority, type KeyPair } from '@chrome-socket/x509/issuing'

export const anchor: Authority = authority('Test Authority')
export const leafKey: KeyPair = makeKey('p256')
export const leaf: Uint8Array = server(anchor, { key: leafKey })
