/** The object identifiers of encrypted keys and of PKCS#12, by the names that the RFCs give them. */
export const IdentityOid = {
  // RFC 8018: PKCS#5
  pbkdf2: '1.2.840.113549.1.5.12',
  pbes2: '1.2.840.113549.1.5.13',
  pbmac1: '1.2.840.113549.1.5.14',
  // RFC 7914
  scrypt: '1.3.6.1.4.1.11591.4.11',
  // RFC 5652
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  // RFC 7292: PKCS#12
  localKeyId: '1.2.840.113549.1.9.21',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
} as const

/** Node's names of hashes, by the OID of the hash and by the OID of its HMAC in PBKDF2. */
export const hashes: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}

/** Ciphers in CBC mode, by OID: Node's name and the length of the key. */
export const ciphers: Readonly<Record<string, readonly [name: string, keyOctets: number]>> = {
  '2.16.840.1.101.3.4.1.2': ['aes-128-cbc', 16],
  '2.16.840.1.101.3.4.1.22': ['aes-192-cbc', 24],
  '2.16.840.1.101.3.4.1.42': ['aes-256-cbc', 32],
  '1.2.840.113549.3.7': ['des-ede3-cbc', 24],
}

/** The schemes of PKCS#12 with SHA-1: the cipher by Node's name, and the length of its key. Windows wrote the second. */
export const ciphersOfPkcs12: Readonly<Record<string, readonly [name: string, keyOctets: number]>> = {
  '1.2.840.113549.1.12.1.3': ['des-ede3-cbc', 24],
  '1.2.840.113549.1.12.1.6': ['rc2-40-cbc', 5],
}
