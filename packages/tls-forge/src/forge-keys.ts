/**
 * Reads private keys in the forms that only forge can read: PKCS#12, encrypted PKCS#8, PKCS#1 and SEC1.
 */
import forge from 'node-forge'
import { decodePem, type ClientIdentity } from '@chrome-socket/x509'

const toBytes = (binary: string): Uint8Array => Uint8Array.from(binary, (character) => character.charCodeAt(0))
const toBinary = (bytes: Uint8Array): string => forge.util.binary.raw.encode(bytes)
const toDer = (asn1: forge.asn1.Asn1): Uint8Array => toBytes(forge.asn1.toDer(asn1).getBytes())

/** Returns the first private key and the certificates, beginning with the certificate of that key. */
export function readPkcs12(pfx: Uint8Array, passphrase: string): ClientIdentity {
  let container: forge.pkcs12.Pkcs12Pfx
  try {
    container = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(toBinary(pfx)), passphrase)
  } catch {
    throw new Error('`pfx` cannot be read: it is not PKCS#12, or `passphrase` is wrong')
  }
  const bags = container.safeContents.flatMap((contents) => contents.safeBags)
  const keyBag = bags.find(({ type }) => type === forge.pki.oids['keyBag'] || type === shroudedKey)
  if (keyBag === undefined) throw new Error('there is no private key in `pfx`')
  const pkcs8 = keyBag.key
    ? toDer(forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(keyBag.key)))
    : keyBag.asn1 && toDer(keyBag.asn1)
  if (pkcs8 === undefined) throw new Error('the private key in `pfx` cannot be read')
  const certificateBags = bags.filter(({ type }) => type === forge.pki.oids['certBag'])
  const keyId = keyBag.attributes['localKeyId']?.[0]
  const isOwn = (bag: forge.pkcs12.Bag): boolean => keyId !== undefined && bag.attributes['localKeyId']?.[0] === keyId
  const chain = [...certificateBags.filter(isOwn), ...certificateBags.filter((bag) => !isOwn(bag))].map((bag) =>
    toDer(bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1),
  )
  return { chain, pkcs8 }
}

const shroudedKey = forge.pki.oids['pkcs8ShroudedKeyBag']

/** Reads a private key. The caller handles plain PKCS#8. */
export function readPrivateKey(pem: string, passphrase: string | undefined): Uint8Array {
  const [sec1] = decodePem(pem, 'EC PRIVATE KEY')
  if (sec1 !== undefined) return wrapSec1(sec1)
  const [encrypted] = decodePem(pem, 'ENCRYPTED PRIVATE KEY')
  try {
    if (encrypted !== undefined) {
      const info = forge.pki.decryptPrivateKeyInfo(forge.asn1.fromDer(toBinary(encrypted)), passphrase ?? '')
      // Forge returns null for a wrong passphrase.
      if ((info as forge.asn1.Asn1 | null) === null) throw new Error('not decrypted')
      return toDer(info)
    }
    const key =
      passphrase === undefined ? forge.pki.privateKeyFromPem(pem) : forge.pki.decryptRsaPrivateKey(pem, passphrase)
    return toDer(forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key)))
  } catch {
    throw new Error('`key` cannot be read: it is not a private key in PEM, or `passphrase` is wrong')
  }
}

/** Wraps an ECPrivateKey (RFC 5915), which contains its curve, in a PrivateKeyInfo, which names the curve outside. */
function wrapSec1(der: Uint8Array): Uint8Array {
  const { asn1 } = forge
  const parameters = (asn1.fromDer(toBinary(der)).value as forge.asn1.Asn1[]).find(
    ({ tagClass, type }) => tagClass === asn1.Class.CONTEXT_SPECIFIC && Number(type) === 0,
  )
  const curve = (parameters?.value as forge.asn1.Asn1[] | undefined)?.[0]
  if (curve === undefined) throw new Error('the private key in `key` does not say its curve')
  const universal = asn1.Class.UNIVERSAL
  const ecPublicKey = asn1.oidToDer('1.2.840.10045.2.1').getBytes()
  return toDer(
    asn1.create(universal, asn1.Type.SEQUENCE, true, [
      asn1.create(universal, asn1.Type.INTEGER, false, asn1.integerToDer(0).getBytes()),
      asn1.create(universal, asn1.Type.SEQUENCE, true, [
        asn1.create(universal, asn1.Type.OID, false, ecPublicKey),
        curve,
      ]),
      asn1.create(universal, asn1.Type.OCTETSTRING, false, toBinary(der)),
    ]),
  )
}
