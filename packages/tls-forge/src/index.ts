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
