/** Chromium's defaults for a connection (net/socket/tcp_socket_posix.cc, SetDefaultOptionsForClient); Node sets neither. */
export const defaultSocketOptions = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 45_000 } as const
