/**
 * The keep-alive delay that a system takes.
 * Source: Linux include/net/tcp.h, MAX_TCP_KEEPIDLE
 */

/** In seconds. Linux refuses a longer delay, and so does Chromium there. */
export const longestKeepAliveDelay = 32767
