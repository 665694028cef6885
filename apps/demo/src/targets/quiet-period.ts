/**
 * The time to wait for more bytes after the last byte is sent. The API cannot end only its own side of a connection:
 * `disconnect` ends both. Without a limit, a peer that keeps the connection open would be waited for forever.
 */
const milliseconds = 1000

export interface QuietPeriod {
  /** Starts the period. The promise is fulfilled after a second without a restart. */
  begin(): Promise<void>
  /** Starts the period again, because bytes have arrived. */
  restart(): void
}

export function quietPeriod(): QuietPeriod {
  let timer: NodeJS.Timeout | undefined
  return {
    begin: () =>
      new Promise((resolve) => {
        timer = setTimeout(resolve, milliseconds)
      }),
    restart: () => timer?.refresh(),
  }
}
