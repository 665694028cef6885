/** The forms of a key that are more than PKCS#8 in PEM. This is loaded when one of them is given. */
export { ofHost } from './passphrase-crypto.ts'
export { readPemKey } from './pem-key.ts'
export { readPkcs12 } from './pkcs12.ts'
