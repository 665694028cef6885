/**
 * The server's chain as it was sent, in DER, out of BoringSSL's form of a session: a Bun socket gives out the first
 * certificate alone, but its session has them all.
 * Source: BoringSSL ssl/ssl_asn1.cc, SSLSession.
 */
import { contextConstructedTag, DerError, DerReader, enterOnly, Tag } from '@chrome-socket/x509'

/** `peer [3] Certificate OPTIONAL`, explicit: the server's own. */
const peerTag = contextConstructedTag(3)
/** `certChain [19] SEQUENCE OF Certificate OPTIONAL`, the tag explicit and the SEQUENCE left out: the others. */
const certChainTag = contextConstructedTag(19)

/** `session` is what `getSession` gives. Empty where it has no certificate. */
export function sessionChain(session: Uint8Array | undefined): Uint8Array[] {
  if (session === undefined) return []
  // A copy: the session holds secrets, and the certificates are given out.
  const certificatesIn = (content: Uint8Array | undefined): Uint8Array[] => {
    const found: Uint8Array[] = []
    if (content === undefined) return found
    const reader = new DerReader(content)
    while (reader.more) found.push(Uint8Array.from(reader.expect(Tag.sequence).whole))
    return found
  }
  try {
    const fields = enterOnly(session, Tag.sequence)
    const own: Uint8Array[] = []
    const others: Uint8Array[] = []
    while (fields.more) {
      const { tag, content } = fields.element()
      if (tag === peerTag) own.push(...certificatesIn(content))
      if (tag === certChainTag) others.push(...certificatesIn(content))
    }
    return own.length === 0 ? [] : [...own, ...others]
  } catch (error) {
    if (error instanceof DerError) return []
    throw error
  }
}
