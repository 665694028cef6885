/**
 * The TLS versions that an app asks for, as `secure` takes them in chrome.socket and chrome.sockets.tcp.
 * Source: Chromium extensions/common/api/socket.idl, SecureOptions
 */
export interface TLSVersionConstraints {
  /**
   * The oldest permitted version: `tls1.2`, the default, or `tls1.3`. An older version means the oldest that the TLS
   * provider speaks.
   */
  min?: string | null
  /** The newest permitted version: `tls1.2` or `tls1.3`, the default. Other values are ignored. */
  max?: string | null
}

/** The options of `secure`. */
export interface SecureOptions {
  /** The permitted versions. The default is 1.2 and 1.3. */
  tlsVersion?: TLSVersionConstraints | null
}
