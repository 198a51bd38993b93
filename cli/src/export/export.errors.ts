/** The export cannot go on, or cannot start: the message is the whole explanation for the user. */
export class ExportFailure extends Error {
  override name = 'ExportFailure';
}
