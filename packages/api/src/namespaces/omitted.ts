/** The values that stand for an optional argument that is left out. */
export type Omitted = null | undefined
