/** What became of one attempt. */
export type Attempt =
  /** Its receiver has it. */
  | { readonly status: 'SENT' }
  /** Its receiver does not have it; trying again may help, or not. */
  | { readonly status: 'NOT_SENT'; readonly error: string; readonly again: boolean }
  /** The connection broke when the receiver may have had it already. */
  | { readonly status: 'UNKNOWN'; readonly error: string };
