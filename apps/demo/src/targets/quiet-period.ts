/**
 * How long to listen once there is nothing more to send. The API has no way to end one's own side and go on reading
 * (`disconnect` ends both), so a peer that answers and stays would be waited for without end.
 */
const milliseconds = 1000

export interface QuietPeriod {
  /** Fulfilled once nothing has come for a second. */
  begin(): Promise<void>
  /** Something has come. */
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
