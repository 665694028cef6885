/**
 * Reads the chain that the server sent, as DER, from a session in BoringSSL's format. A Bun socket itself gives only the
 * first certificate.
 * Source: BoringSSL ssl/ssl_asn1.cc, SSLSession.
 */
import { Uint8Array } from '../globals.ts'
import { contextConstructedTag, DerError, DerReader, enterOnly, Tag } from '@chrome-socket/x509'

/** The tag of the server's own certificate: `peer [3] Certificate OPTIONAL`, explicit. */
const peerTag = contextConstructedTag(3)
/** The tag of the other certificates: `certChain [19] SEQUENCE OF Certificate OPTIONAL`, explicit, without the SEQUENCE. */
const certChainTag = contextConstructedTag(19)

/** The chain in the result of `getSession`, which is empty if there is no certificate. */
export function sessionChain(session: Uint8Array | undefined): Uint8Array[] {
  if (session === undefined) return []
  // The certificates are copies, because the session also holds secrets.
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
