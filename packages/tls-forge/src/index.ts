/** `@chrome-socket/tls-forge`: TLS 1.2 and 1.3 in JavaScript, over any byte stream. */
export type {
  Aead,
  AeadName,
  CryptoProvider,
  HashName,
  KeyShare,
  Result,
  RunningHash,
  SigningKey,
} from './crypto/provider.ts'
export { webCrypto } from './crypto/web.ts'
export { forgeTls } from './forge-tls.ts'
export type { ForgeTlsOptions, TlsFailure } from './options.ts'
export type { OnCertificateError, SecureConnection } from '@chrome-socket/x509'
