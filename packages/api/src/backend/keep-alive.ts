/**
 * TCP keep-alive: Chromium's default, and the limit of the system.
 * Source: Chromium net/socket/tcp_socket_posix.cc, SetDefaultOptionsForClient; Linux include/net/tcp.h, MAX_TCP_KEEPIDLE
 */

/** In seconds: the delay that a connection has from the start. */
export const defaultKeepAliveDelay = 45

/** In seconds. Linux refuses a longer delay, and so does Chromium there. */
export const longestKeepAliveDelay = 32767
