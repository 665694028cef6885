/**
 * PEM: RFC 7468. Text between markers, in base64; what is around them is a comment.
 */
import { DerError } from './der.ts'

const block = /-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g

/** The contents of the blocks with this label, such as `CERTIFICATE`, in their order. Throws DerError on bad base64. */
export function decodePem(text: string, label: string): Uint8Array[] {
  return Array.from(text.matchAll(block))
    .filter(([, found]) => found === label)
    .map(([, , base64 = '']) => decodeBase64(base64))
}

function decodeBase64(text: string): Uint8Array {
  let binary: string
  try {
    binary = atob(text)
  } catch {
    throw new DerError('PEM that is not base64')
  }
  const octets = new Uint8Array(binary.length)
  for (let index = 0; index < binary.length; index += 1) octets[index] = binary.charCodeAt(index)
  return octets
}
