/** What an optional argument may be, besides left out. */
export type Omitted = null | undefined
