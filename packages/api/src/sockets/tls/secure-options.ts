/**
 * The TLS versions that an app asks for, as `secure` takes them in chrome.socket and chrome.sockets.tcp.
 * Source: Chromium extensions/common/api/socket.idl, SecureOptions
 */
export interface TLSVersionConstraints {
  /** `tls1.2` (the default) or `tls1.3`. An older version counts as the oldest that the TLS provider speaks. */
  min?: string | null
  /** `tls1.2` or `tls1.3` (the default). Anything else is ignored. */
  max?: string | null
}

/** The options of `secure`. */
export interface SecureOptions {
  /** The versions that are allowed: 1.2 and 1.3 unless given. */
  tlsVersion?: TLSVersionConstraints | null
}
