/** Where a command writes, and what it reads of its surroundings. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  environment: Readonly<Record<string, string | undefined>>;
}

/** A command was called in a way that cannot work: the message says what to do instead. */
export class UsageFailure extends Error {
  override name = 'UsageFailure';
}
