/**
 * Makes certificates for tests and for servers on this machine, both valid certificates and certificates that no
 * authority would issue.
 */
export * from './certificate-maker.ts'
export * from './der-writer.ts'
export * from './extension-maker.ts'
export { keyPem, makeKey, serverKey } from './keys.ts'
export type { KeyPair } from './keys.ts'
export * from './names.ts'
export { pem } from './pem-writer.ts'
