/**
 * Tests that a wrong passphrase is reported as such, whatever it decrypts to. With a wrong key, the padding of CBC is right once
 * in 256 times (RFC 8018, section 6.1.1: the last octet is 1, and so on), and then the bytes may also begin as DER does.
 */
import { expect, test } from 'vitest'
import { decryptKeyInfo } from '../src/identity/encrypted-key.ts'
import { ofHost, type PassphraseCrypto } from '../src/identity/passphrase-crypto.ts'
import { hostCrypto, type HostCrypto } from '../src/identity/host-crypto.ts'
import { passphraseOf } from '../src/identity/password-decryption.ts'
import { decodePem } from '../src/pem.ts'
import { makeKey } from '../src/issuing/index.ts'

const { privateKey } = makeKey()
const encrypted = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'right' })
const [der = new Uint8Array()] = decodePem(encrypted.toString(), 'ENCRYPTED PRIVATE KEY')
const host = ofHost(hostCrypto() as HostCrypto)

const decryptsTo = (plain: Uint8Array): PassphraseCrypto => ({ ...host, decrypt: () => plain })

test.each([
  ['nothing', []],
  ['another tag', [0x31, 3, 2, 1, 0]],
  ['a SEQUENCE with octets behind it', [0x30, 3, 2, 1, 0, 7]],
  ['a SEQUENCE that goes beyond the end', [0x30, 9, 2, 1, 0]],
  ['a SEQUENCE whose elements are cut short', [0x30, 3, 2, 9, 0]],
])('a passphrase that gives %s is wrong', async (_, octets) => {
  const reading = decryptKeyInfo(decryptsTo(Uint8Array.from(octets)), der, passphraseOf('wrong'), 'key')
  await expect(reading).rejects.toThrow('`passphrase` is not that of `key`')
})

test('the right passphrase gives the key', async () => {
  const key = await decryptKeyInfo(host, der, passphraseOf('right'), 'key')
  expect(Buffer.from(key)).toEqual(privateKey.export({ type: 'pkcs8', format: 'der' }))
})
