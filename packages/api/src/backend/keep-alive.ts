/**
 * TCP keep-alive: Chromium's default, and the limit of the system.
 * Source: Chromium net/socket/tcp_socket_posix.cc, SetDefaultOptionsForClient; Linux include/net/tcp.h, MAX_TCP_KEEPIDLE
 */

/** The delay of a new connection, in seconds. */
export const defaultKeepAliveDelay = 45

/** The longest delay, in seconds. Linux, and Chromium on Linux, refuse a longer one. */
export const longestKeepAliveDelay = 32767
