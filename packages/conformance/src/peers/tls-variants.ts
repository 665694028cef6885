/** The alerts and cipher suites with their own TLS peers. Scenarios name them, too, so this file needs no Node. */

/** The alerts (RFC 8446, section 6). The peer `alert<number>` answers the ClientHello with that alert. */
export const alertNumbers: readonly number[] = [
  0, 10, 20, 22, 40, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 70, 71, 80, 86, 90, 100, 109, 110, 112, 113, 115, 116, 120,
]

/** TLS 1.2 cipher suites, by OpenSSL's names. Each has a peer of its name, which accepts no other suite. */
export const cipherSuites: readonly string[] = [
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-RSA-AES256-SHA',
  'ECDHE-RSA-AES128-SHA256',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
  'AES128-SHA',
  'AES256-SHA',
  'AES128-SHA256',
  'DHE-RSA-AES128-GCM-SHA256',
]
