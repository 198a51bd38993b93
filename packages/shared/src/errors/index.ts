/**
 * An expected failure: something the caller did that a rule refuses. Mutations answer it as a `userErrors`
 * entry; anything else that is thrown is a surprise and reaches the client only as a request id.
 */
export class DomainError extends Error {
  readonly code: string;
  /** Not named `path`: an error with an array of that name passes for one GraphQL has located already. */
  readonly inputPath: readonly string[];

  /**
   * @param code stable, upper-case, part of the public contract (`NOT_FOUND`, `CONFLICT` …)
   * @param message says what is wrong and what to do, for a person
   * @param inputPath the input field at fault, outermost first; empty when it is the whole input
   */
  constructor(code: string, message: string, inputPath: readonly string[] = []) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.inputPath = inputPath;
  }
}

/** The record does not exist, or the caller may not see it; the two are not told apart. */
export function notFound(noun: string, id: string, path: readonly string[] = ['id']): DomainError {
  return new DomainError('NOT_FOUND', `There is no ${noun} ${JSON.stringify(id.slice(0, 80))}.`, path);
}

/** Somebody changed the record since the caller read it. */
export function conflict(noun: string, currentVersion: number): DomainError {
  return new DomainError(
    'CONFLICT',
    `This ${noun} has changed since you read it: its version is now ${currentVersion}. Read it again and repeat your change.`,
    ['expectedVersion'],
  );
}

/** The input breaks a rule of its own, whatever is stored. */
export function invalid(message: string, path: readonly string[]): DomainError {
  return new DomainError('INVALID', message, path);
}
