/**
 * Reads a private key and its certificates from PKCS#12 (RFC 7292), also with the integrity of PBMAC1 (RFC 9579). It
 * is loaded on demand.
 */
import { derOf } from '../ber.ts'
import { Tag, contextConstructedTag, enterOnly, type DerReader } from '../der.ts'
import { parseOid } from '../der-values.ts'
import { equalBytes } from '../bytes.ts'
import type { ClientIdentity } from './client-identity.ts'
import type { PassphraseCrypto } from './passphrase-crypto.ts'
import { hashes, IdentityOid } from './oids.ts'
import { decryptKeyInfo, decryptOrExplain } from './encrypted-key.ts'
import { deriveKey, derivePkcs12, passphraseOf, type Passphrase } from './password-decryption.ts'
import { readContainer, type Pkcs12Container, type Pkcs12Mac } from './pkcs12-container.ts'
import { UnsupportedSchemeError } from './unsupported-scheme-error.ts'

/** Reads a PKCS#12 file. Rejects with an Error that says what is wrong and reveals nothing of the key. */
export async function readPkcs12(
  crypto: PassphraseCrypto,
  pfx: Uint8Array,
  passphrase: string | undefined,
): Promise<ClientIdentity> {
  const container = readContainer(pfx)
  const found = await passphraseThatFits(crypto, container, passphrase)
  const bags: SafeBag[] = []
  for (const { type, content, encryption } of container.safes) {
    const plain = encryption === undefined ? content : await decryptOrExplain(crypto, encryption, content, found, 'pfx')
    if (type === 'plain' || encryption !== undefined) bags.push(...readBags(plain))
  }
  const keyBag = bags.find(({ type }) => type === IdentityOid.keyBag || type === IdentityOid.shroudedKeyBag)
  if (keyBag === undefined) throw new Error('there is no private key in `pfx`')
  const certificates = bags.flatMap((bag) => {
    const der = bag.type === IdentityOid.certBag ? certificateIn(bag.value) : undefined
    return der === undefined ? [] : [{ der, isOwn: belongsTo(bag, keyBag) }]
  })
  if (certificates.length === 0) throw new Error('there is no certificate in `pfx`')
  const pkcs8 =
    keyBag.type === IdentityOid.keyBag ? keyBag.value : await decryptKeyInfo(crypto, keyBag.value, found, 'pfx')
  const own = certificates.filter(({ isOwn }) => isOwn)
  return { chain: [...own, ...certificates.filter(({ isOwn }) => !isOwn)].map(({ der }) => der), pkcs8 }
}

/**
 * Finds the passphrase that the MAC fits. Without a passphrase there are two candidates: PKCS#12 distinguishes an
 * empty passphrase from no passphrase, and some tools write the former and some the latter.
 */
async function passphraseThatFits(
  crypto: PassphraseCrypto,
  { mac, authenticated }: Pkcs12Container,
  text: string | undefined,
): Promise<Passphrase> {
  const candidates =
    text === undefined || text === '' ? [passphraseOf(''), passphraseOf(undefined)] : [passphraseOf(text)]
  for (const candidate of candidates) {
    if (mac === undefined || (await macFits(crypto, mac, authenticated, candidate))) return candidate
  }
  throw new Error(
    text === undefined ? '`pfx` is encrypted: give its `passphrase`' : '`passphrase` is not that of `pfx`',
  )
}

async function macFits(
  crypto: PassphraseCrypto,
  mac: Pkcs12Mac,
  data: Uint8Array,
  { bmp, utf8 }: Passphrase,
): Promise<boolean> {
  const identifier = enterOnly(mac.algorithm, Tag.sequence)
  const oid = parseOid(identifier.read(Tag.oid))
  let key: Uint8Array
  let hash = hashes[oid]
  if (oid === IdentityOid.pbmac1) {
    const parameters = identifier.enter(Tag.sequence)
    const derivation = parameters.expect(Tag.sequence).whole
    hash = hashes[parseOid(parameters.enter(Tag.sequence).read(Tag.oid))]
    key = await deriveKey(crypto, derivation, utf8, mac.digest.length)
  } else if (hash !== undefined) {
    key = await derivePkcs12(crypto, hash, 3, bmp, mac.salt, mac.iterations, mac.digest.length)
  } else throw new UnsupportedSchemeError(`\`pfx\` is authenticated in a way that is not supported here: ${oid}`)
  if (hash === undefined)
    throw new UnsupportedSchemeError('`pfx` is authenticated by a hash that is not supported here')
  const own = crypto.hmac(hash, key, data)
  return equalBytes(own, mac.digest)
}

interface SafeBag {
  readonly type: string
  readonly value: Uint8Array
  readonly localKeyId: Uint8Array | undefined
}

function readBags(content: Uint8Array): SafeBag[] {
  const bags: SafeBag[] = []
  const list = enterOnly(derOf(content), Tag.sequence)
  while (list.more) {
    const bag = list.enter(Tag.sequence)
    const type = parseOid(bag.read(Tag.oid))
    const value = bag.read(contextConstructedTag(0))
    const attributes = bag.enterOptional(Tag.set)
    bags.push({ type, value, localKeyId: attributes && localKeyIdIn(attributes) })
  }
  return bags
}

function localKeyIdIn(attributes: DerReader): Uint8Array | undefined {
  let id: Uint8Array | undefined
  while (attributes.more) {
    const attribute = attributes.enter(Tag.sequence)
    const isId = parseOid(attribute.read(Tag.oid)) === IdentityOid.localKeyId
    const values = attribute.enter(Tag.set)
    if (isId) id = values.read(Tag.octetString)
  }
  return id
}

function certificateIn(value: Uint8Array): Uint8Array | undefined {
  const bag = enterOnly(value, Tag.sequence)
  if (parseOid(bag.read(Tag.oid)) !== IdentityOid.x509Certificate) return undefined
  return bag.enter(contextConstructedTag(0)).read(Tag.octetString)
}

function belongsTo(bag: SafeBag, { localKeyId }: SafeBag): boolean {
  return localKeyId !== undefined && bag.localKeyId !== undefined && equalBytes(bag.localKeyId, localKeyId)
}
