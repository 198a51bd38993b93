/** The import cannot go on, or cannot start: the message is the whole explanation for the user. */
export class ImportFailure extends Error {
  override name = 'ImportFailure';
}
